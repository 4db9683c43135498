"""The container vectors: (name, what it shows, expect, arguments of the reader, bytes). expect is the raw bytes or a defect."""
import random
from sx2 import *

SECRET = bytes(range(32))
OTHER = bytes(range(1, 33))
TEXT = b"".join(b"line %d of a text that compresses\n" % number for number in range(200))
NOISE = random.Random(1).randbytes(1000)
EMPTY_BROTLI = brotli(b"")


def packed(raw, secret=SECRET, **fields):
    return container(brotli(raw), secret, compression=1, **{"raw_length": len(raw), **fields})


def cases():
    """Each: name, comment, expect, dict(kind, secret, max), container."""
    def case(name, comment, expect, whole, kind=DATA, secret=SECRET, most=1 << 20):
        return name, comment, expect, kind, secret, most, whole

    noise = container(NOISE, SECRET)
    public = container(NOISE)
    yield case("empty", "no raw bytes", b"", container(b"", SECRET))
    yield case("empty-public", "no raw bytes, no secret", b"", container(b""), secret=b"")
    yield case("one-byte", "", b"x", container(b"x", SECRET))
    yield case("example", "the example of FORMAT.md", b"Hello, StorageX\n", container(b"Hello, StorageX\n", SECRET))
    yield case("noise", "random bytes, not compressed", NOISE, noise)
    yield case("noise-public", "the same without a secret", NOISE, public, secret=b"")
    yield case("text", "compressed", TEXT, packed(TEXT))
    yield case("text-public", "compressed, without a secret", TEXT, packed(TEXT, b""), secret=b"")
    for quality in (0, 5, 9, 11):
        yield case(f"text-quality-{quality}", "another compressor's body of the same bytes", TEXT,
                   container(brotli(TEXT, quality), SECRET, compression=1, raw_length=len(TEXT)))
    yield case("text-window-24", "the largest window", TEXT,
               container(brotli(TEXT, 5, 24), SECRET, compression=1, raw_length=len(TEXT)))
    yield case("text-not-compressed", "a writer need not compress", TEXT, container(TEXT, SECRET))
    yield case("hardly-compressed", "a reader takes a body that is shorter by one byte", *hardly_compressed())
    for kind, name in ((MANIFEST, "manifest"), (PARITY, "parity"), (PROBE, "probe")):
        yield case(f"kind-{name}", "", NOISE, container(NOISE, SECRET, kind=kind), kind=kind)
    yield case("parity-public", "without a secret", NOISE, container(NOISE, kind=PARITY), kind=PARITY, secret=b"")
    yield case("parity-text", "compressed", TEXT, packed(TEXT, kind=PARITY), kind=PARITY)
    yield case("zeros", "far more raw bytes than body, and allowed", b"\0" * 1_000_000, packed(b"\0" * 1_000_000))
    yield case("max-exact", "as many raw bytes as the reader takes", NOISE, noise, most=1000)
    yield case("nonce-of-another-writer", "a reader does not require the writer's nonce", NOISE,
               container(NOISE, SECRET, nonce=b"twelve bytes"))
    yield case("nonce-of-zeros", "encrypted, with a nonce that is allowed though unlikely", NOISE,
               container(NOISE, SECRET, nonce=bytes(12)))

    yield case("nothing", "no bytes", "NotAContainer", b"")
    yield case("cut-in-header", "", "NotAContainer", noise[:31])
    yield case("png", "a picture instead", "NotAContainer", b"\x89PNG\r\n\x1a\n" + NOISE)
    yield case("magic-of-format-3", "", "NotAContainer", container(NOISE, SECRET, magic=b"SXP3"))
    yield case("magic-in-lower-case", "", "NotAContainer", container(NOISE, SECRET, magic=b"sxp2"))
    yield case("json", "a manifest of format 1 instead", "NotAContainer", b'{"protocol_version": 1.0, "filename": "a", "pieces": []}')
    yield case("header-checksum", "", "Header", container(NOISE, SECRET, crc=0))
    for bit in (32, 40, 48, 56, 64, 96, 128, 223, 224, 255):
        yield case(f"header-bit-{bit}", "one bit changed", "Header", flip(noise, bit))

    for name, fields in (("kind-0", {"kind": 0}), ("kind-5", {"kind": 5}), ("kind-255", {"kind": 255}), ("cipher-2", {"cipher": 2}),
                         ("compression-2", {"compression": 2}), ("flags-1", {"flags": 1}), ("flags-128", {"flags": 128})):
        yield case(f"unknown-{name}", "sound otherwise: checksum and tag are right", "Unknown", container(NOISE, SECRET, **fields))
    yield case("kind-mistaken", "a manifest where a piece belongs", "Kind", container(NOISE, SECRET, kind=MANIFEST))
    yield case("kind-probe-as-data", "a probe is never part of a file", "Kind", container(NOISE, SECRET, kind=PROBE))
    yield case("kind-parity-as-data", "a piece of parity where one of data belongs", "Kind", container(NOISE, SECRET, kind=PARITY))
    yield case("kind-parity-as-manifest", "", "Kind", container(NOISE, SECRET, kind=PARITY), kind=MANIFEST)
    yield case("kind-data-as-parity", "", "Kind", noise, kind=PARITY)
    yield case("kind-manifest-as-parity", "", "Kind", container(NOISE, SECRET, kind=MANIFEST), kind=PARITY)
    yield case("kind-parity-public", "without a secret, where there is one", "Cipher", container(NOISE, kind=PARITY), kind=PARITY)
    yield case("parity-of-data-header", "the header of parity around the body of a piece", "Tag",
               container(NOISE, SECRET, kind=PARITY)[:32] + noise[32:], kind=PARITY)
    yield case("parity-bomb", "", "Compression", container(brotli(b"\0" * 10**6), SECRET, kind=PARITY, compression=1, raw_length=1000), kind=PARITY)
    yield case("secret-missing", "encrypted, and no secret", "Cipher", noise, secret=b"")
    yield case("secret-too-many", "public, and a secret: a host that replaces a private piece", "Cipher", public)
    yield case("public-with-nonce", "", "Cipher", container(NOISE, nonce=b"twelve bytes"), secret=b"")

    yield case("cut-by-one", "", "Length", noise[:-1])
    yield case("cut-to-header", "", "Length", noise[:32])
    yield case("cut-public", "", "Length", public[:-1], secret=b"")
    yield case("one-byte-more", "", "Length", noise + b"\0")
    yield case("two-containers", "one after the other", "Length", noise + noise)
    yield case("public-with-tag", "", "Length", public + bytes(16), secret=b"")
    yield case("body-shorter", "the body length is one too small", "Length", container(NOISE, SECRET, body_length=999, raw_length=999))
    yield case("raw-shorter", "not compressed, and the lengths differ", "Length", container(NOISE, SECRET, raw_length=999))
    yield case("raw-longer", "not compressed, and the lengths differ", "Length", container(NOISE, SECRET, raw_length=1001))
    yield case("compressed-longer", "compression that made it longer", "Length",
               container(brotli(NOISE), SECRET, compression=1, raw_length=1000))
    yield case("compressed-empty", "compression of nothing", "Length", container(EMPTY_BROTLI, SECRET, compression=1, raw_length=0))

    yield case("raw-over-max", "one more than the reader takes", "TooLarge", noise, most=999)
    yield case("raw-4-gib", "a bomb: announces 4 GiB - 1", "TooLarge", container(brotli(b"\0" * 10**6), SECRET, compression=1, raw_length=2**32 - 1))
    yield case("raw-2-gib", "negative, for those who read a signed number", "TooLarge",
               container(brotli(b"\0" * 10**6), SECRET, compression=1, raw_length=2**31))
    yield case("body-4-gib", "", "TooLarge", container(NOISE, SECRET, body_length=2**32 - 1, raw_length=2**32 - 1))

    yield case("secret-wrong", "", "Tag", noise, secret=OTHER)
    yield case("tag-bit", "one bit of the tag changed", "Tag", flip(noise, len(noise) * 8 - 1))
    yield case("body-bit", "one bit of the body changed", "Tag", flip(noise, 32 * 8))
    yield case("tag-of-zeros", "", "Tag", noise[:-16] + bytes(16))
    yield case("header-of-another", "the header of a manifest around the body of a piece", "Tag",
               container(NOISE, SECRET, kind=MANIFEST)[:32] + noise[32:], kind=MANIFEST)
    yield case("compression-denied", "the header of the body as it is, around a compressed body", "Tag",
               container(brotli(TEXT), SECRET)[:32] + packed(TEXT)[32:])

    bomb = brotli(b"\0" * 10**6)
    yield case("bomb", "gives a million bytes and announces 1000", "Compression", container(bomb, SECRET, compression=1, raw_length=1000))
    yield case("bomb-by-one", "gives one byte more than announced", "Compression", packed(TEXT, raw_length=len(TEXT) - 1))
    yield case("short-by-one", "gives one byte fewer than announced", "Compression", packed(TEXT, raw_length=len(TEXT) + 1))
    yield case("stream-cut", "", "Compression", container(brotli(TEXT)[:-1], SECRET, compression=1, raw_length=len(TEXT)))
    yield case("stream-and-more", "a byte after the stream's end", "Compression",
               container(brotli(TEXT) + b"\0", SECRET, compression=1, raw_length=len(TEXT)))
    yield case("two-streams", "", "Compression", container(brotli(TEXT) * 2, SECRET, compression=1, raw_length=len(TEXT) * 2))
    yield case("no-stream", "random bytes as a stream", "Compression", container(NOISE, SECRET, compression=1, raw_length=2000))
    yield case("bomb-public", "without a secret", "Compression", container(bomb, compression=1, raw_length=1000), secret=b"")


def hardly_compressed():
    for zeros in range(100):
        raw = NOISE[:40] + bytes(zeros)
        if len(brotli(raw, 11)) == len(raw) - 1:
            return raw, container(brotli(raw, 11), SECRET, compression=1, raw_length=len(raw))


def flip(data, bit):
    data = bytearray(data)
    data[bit // 8] ^= 1 << bit % 8
    return bytes(data)
