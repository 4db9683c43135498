#!/usr/bin/env python3
"""Writes the PNG vectors that StorageX's reader is held against, and index.tsv beside them.

Nothing here shares code with StorageX: pictures come from Pillow, from optipng, zopflipng, pngcrush and ImageMagick, or
from the plain writer below, which makes what those don't (interlaced, 16 bits, odd chunks, damage).

    apt-get install python3-pil optipng zopfli pngcrush imagemagick
    /usr/bin/python3 make_png_vectors.py

index.tsv: file name, most payload bytes allowed, "payload" and its SHA-256 or "refused" and a part of the message.
"""
import hashlib, io, os, random, struct, subprocess, zlib
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
INDEX = []
SIGNATURE = b"\x89PNG\r\n\x1a\n"
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
UNDATED = ["+set", "date:create", "+set", "date:modify", "+set", "date:timestamp", "-define", "png:exclude-chunks=date,tIME"]


def canvas(payload, width, height):
    raster = struct.pack("<I", len(payload)) + payload
    assert len(raster) <= width * height * 3
    return raster.ljust(width * height * 3, b"\0")


def pixels(raster):
    return [tuple(raster[i:i + 3]) for i in range(0, len(raster), 3)]


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def ihdr(width, height, depth, colour, interlace=0, compression=0, method=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, compression, method, interlace))


def pack(samples, depth):
    if depth == 8:
        return bytes(samples)
    if depth == 16:
        return b"".join(struct.pack(">H", s) for s in samples)
    out, held, bits = bytearray(), 0, 0
    for s in samples:
        held, bits = held << depth | s, bits + depth
        if bits == 8:
            out.append(held)
            held = bits = 0
    if bits:
        out.append(held << (8 - bits))
    return bytes(out)


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def apply_filter(kind, row, above, distance):
    out = bytearray([kind])
    for i, x in enumerate(row):
        a = row[i - distance] if i >= distance else 0
        c = above[i - distance] if i >= distance else 0
        b = above[i]
        out.append((x - (0, a, b, (a + b) >> 1, paeth(a, b, c))[kind]) & 255)
    return bytes(out)


def rows_of(samples, width, height, depth, colour, interlace, filters):
    """samples: one tuple a pixel. filters: a list of filter types, used in turn."""
    distance = max(1, depth * CHANNELS[colour] // 8)
    out, turn = [], 0
    for x0, y0, dx, dy in PASSES if interlace else [(0, 0, 1, 1)]:
        if x0 >= width or y0 >= height:
            continue
        above = None
        for y in range(y0, height, dy):
            row = pack([s for x in range(x0, width, dx) for s in samples[y * width + x]], depth)
            out.append(apply_filter(filters[turn % len(filters)], row, above or bytes(len(row)), distance))
            above, turn = row, turn + 1
    return b"".join(out)


def png(samples, width, height, depth, colour, interlace=0, filters=(0, 1, 2, 3, 4), before=b"", between=None, after=b"",
        level=9, split=None):
    data = zlib.compress(rows_of(samples, width, height, depth, colour, interlace, list(filters)), level)
    return assemble(ihdr(width, height, depth, colour, interlace), data, before, after, split)


def assemble(head, data, before=b"", after=b"", split=None):
    parts = [data] if split is None else [data[i:i + split] for i in range(0, len(data), split)]
    return SIGNATURE + head + before + b"".join(chunk(b"IDAT", p) for p in parts) + after + chunk(b"IEND", b"")


def stored(raster, width, height):
    """The bytes that StorageX itself writes when a payload reaches the canvas's last bytes."""
    filtered = b"".join(b"\0" + raster[i:i + width * 3] for i in range(0, len(raster), width * 3))
    out = b"\x78\x01"
    for i in range(0, len(filtered), 65535):
        block = filtered[i:i + 65535]
        last = i + 65535 >= len(filtered)
        out += struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF) + block
    return assemble(ihdr(width, height, 8, RGB), out + struct.pack(">I", zlib.adler32(filtered)))


def emit(name, content, limit, expected):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(content)
    if isinstance(expected, bytes):
        INDEX.append((name, str(limit), "payload", hashlib.sha256(expected).hexdigest()))
    else:
        INDEX.append((name, str(limit), "refused", expected))


def good(name, content, payload, limit=None):
    emit(name + ".png", content, limit or len(payload), payload)


def bad(name, content, message, limit=4000, suffix=".png"):
    emit("bad-" + name + suffix, content, limit, message)


rng = random.Random(20)
PAYLOAD = bytes(rng.randrange(256) for _ in range(1400))
W, H = 24, 20
RASTER = canvas(PAYLOAD, W, H)
PIXELS = pixels(RASTER)


def pillow_image():
    return Image.frombytes("RGB", (W, H), RASTER)


def saved(image, **options):
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


def colour_types():
    wide = lambda p: tuple(v * 257 for v in p)
    alpha = lambda p, top: tuple(p) + (rng.randrange(top + 1),)
    for name, interlace in (("", 0), ("-interlaced", 1)):
        good("rgb8" + name, png(PIXELS, W, H, 8, RGB, interlace), PAYLOAD)
        good("rgb16" + name, png([wide(p) for p in PIXELS], W, H, 16, RGB, interlace), PAYLOAD)
        good("rgba8" + name, png([alpha(p, 255) for p in PIXELS], W, H, 8, RGBA, interlace), PAYLOAD)
        good("rgba16" + name, png([alpha(wide(p), 65535) for p in PIXELS], W, H, 16, RGBA, interlace), PAYLOAD)
        for depth in (1, 2, 4, 8):
            colours = [bytes([i, 255 - i, 7]) for i in range((1 << depth) - 2)] or [bytes(3)]
            payload = bytes(2) + b"".join(colours[i % len(colours)] for i in range(240))
            samples = pixels(canvas(payload, 16, 16))
            table = sorted(set(samples), reverse=True)
            plte = chunk(b"PLTE", b"".join(bytes(p) for p in table)) + chunk(b"tRNS", bytes(len(table)))
            samples = [(table.index(p),) for p in samples]
            good(f"palette{depth}{name}", png(samples, 16, 16, depth, PALETTE, interlace, before=plte), payload)

        # A grey canvas announces 65793 times some grey level, or nothing.
        payload = b"\0\0" + b"".join(bytes([i % 251] * 3) for i in range(21930)) + b"\0"
        assert len(payload) == 65793
        grey = [(p[0],) for p in pixels(canvas(payload, 148, 149))]
        good("grey8" + name, png(grey, 148, 149, 8, GREY, interlace), payload)
        good("grey16" + name, png([wide(p) for p in grey], 148, 149, 16, GREY, interlace), payload)
        # Alpha in a pattern keeps the files small.
        good("greyalpha8" + name, png([p + (i % 7 * 36,) for i, p in enumerate(grey)], 148, 149, 8, GREY_ALPHA, interlace), payload)
        good("greyalpha16" + name, png([wide(p) + (i % 7 * 300,) for i, p in enumerate(grey)], 148, 149, 16, GREY_ALPHA, interlace),
             payload)

    for depth, level in ((1, 255), (2, 85), (4, 17)):
        count = 65793 * level
        width = 1 << (7 + 4 // depth)
        height = (count + 4 + width * 3 - 1) // (width * 3)
        samples = [level] + [0] * 7 + [(i * 5 % 7) % (1 << depth) * (255 // ((1 << depth) - 1)) for i in range(width - 8)]
        first, rest = samples, samples[8:] + samples[:8]
        top = count + 4 - (height - 1) * width * 3
        last = [v if (i + 1) * 3 <= top else 0 for i, v in enumerate(rest)]
        scale = 255 // ((1 << depth) - 1)
        raw = b"".join(b"\0" + pack([v // scale for v in row], depth) for row in [first] + [rest] * (height - 2) + [last])
        raster = b"".join(bytes([v]) * 3 for row in [first] + [rest] * (height - 2) + [last] for v in row)
        good(f"grey{depth}", assemble(ihdr(width, height, depth, GREY), zlib.compress(raw, 9)), raster[4:4 + count])
    for depth in (1, 2, 4):
        good(f"grey{depth}-interlaced", png([(0,)] * (17 * 19), 17, 19, depth, GREY, 1), b"", limit=100)


def layouts():
    good("stored", stored(canvas(PAYLOAD[:1364], 24, 19), 24, 19), PAYLOAD[:1364])
    big = bytes(range(256)) * 275
    good("stored-two-blocks", stored(canvas(big[:150 * 156 * 3 - 4], 150, 156), 150, 156), big[:150 * 156 * 3 - 4])
    good("idat-bytes", png(PIXELS, W, H, 8, RGB, split=1), PAYLOAD)
    good("idat-sevens", png(PIXELS, W, H, 8, RGB, split=7), PAYLOAD)
    data = zlib.compress(rows_of(PIXELS, W, H, 8, RGB, 0, [0]), 6)
    empty = chunk(b"IDAT", b"")
    good("idat-empty", SIGNATURE + ihdr(W, H, 8, RGB) + empty + chunk(b"IDAT", data[:9]) + empty + empty + chunk(b"IDAT", data[9:]) + empty
         + chunk(b"IEND", b""), PAYLOAD)
    for kind, name in enumerate(("none", "sub", "up", "average", "paeth")):
        good("filter-" + name, png(PIXELS, W, H, 8, RGB, filters=[kind]), PAYLOAD)
    bomb = zlib.compress(bytes(20_000_000), 9)
    chunks = (chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"tEXt", b"Software\0some host") + chunk(b"zTXt", b"Comment\0\0" + bomb)
              + chunk(b"iCCP", b"profile\0\0" + zlib.compress(b"not a profile")) + chunk(b"pHYs", struct.pack(">IIB", 1, 1, 0))
              + chunk(b"prVt", b"private") + chunk(b"tRNS", b"\0\1\0\2\0\3"))
    good("chunks", png(PIXELS, W, H, 8, RGB, before=chunks, after=chunk(b"tIME", bytes(7)) + chunk(b"eXIf", b"II*\0")), PAYLOAD)
    good("suggested-palette", png(PIXELS, W, H, 8, RGB, before=chunk(b"PLTE", bytes(range(30)))), PAYLOAD)
    good("bytes-after-end", png(PIXELS, W, H, 8, RGB) + b"<!-- served by a host -->", PAYLOAD)
    for width, height in ((1, 472), (2, 236), (3, 158), (5, 95), (472, 1)):
        raster = canvas(PAYLOAD[:1400], width, height)
        good(f"adam7-{width}x{height}", png(pixels(raster), width, height, 8, RGB, 1), PAYLOAD)
    good("one-pixel-too-many", png(pixels(canvas(b"", 2, 1)), 2, 1, 8, RGB), b"", limit=1)


def programs():
    good("pillow-as-the-original", saved(pillow_image()), PAYLOAD)
    for level in (0, 1, 9):
        good(f"pillow-level-{level}", saved(pillow_image(), compress_level=level), PAYLOAD)
    good("pillow-optimised", saved(pillow_image(), optimize=True), PAYLOAD)
    good("pillow-rgba", saved(pillow_image().convert("RGBA")), PAYLOAD)
    few = bytes(1) + b"abcabcabd" * 80
    image = Image.frombytes("RGB", (16, 16), canvas(few, 16, 16))
    good("pillow-palette", saved(image.convert("P", palette=Image.Palette.ADAPTIVE, colors=16)), few)
    full = Image.frombytes("RGB", (600, 600), canvas(b"a piece of the original is padded to its full size", 600, 600))
    good("pillow-padded", saved(full), b"a piece of the original is padded to its full size")
    good("padded-interlaced", png(pixels(canvas(b"padded", 90, 70)), 90, 70, 8, RGB, 1), b"padded")

    base = os.path.join(HERE, "base.tmp.png")
    out = os.path.join(HERE, "out.tmp.png")
    plain = stored(RASTER, W, H)
    sparse = stored(canvas(few, 16, 16), 16, 16)
    zeros = stored(canvas(b"", 16, 16), 16, 16)
    runs = [
        ("optipng", plain, PAYLOAD, ["optipng", "-quiet", "-o2", "-out", out, base]),
        ("optipng-interlaced", plain, PAYLOAD, ["optipng", "-quiet", "-i1", "-out", out, base]),
        ("optipng-sparse", sparse, few, ["optipng", "-quiet", "-o2", "-out", out, base]),
        ("optipng-zeros", zeros, b"", ["optipng", "-quiet", "-o2", "-out", out, base]),
        ("zopflipng", plain, PAYLOAD, ["zopflipng", "-y", base, out]),
        ("zopflipng-sparse", sparse, few, ["zopflipng", "-y", "--filters=01234mepb", base, out]),
        ("pngcrush", plain, PAYLOAD, ["pngcrush", "-q", "-brute", base, out]),
        ("imagemagick", plain, PAYLOAD, ["convert", base, *UNDATED, out]),
        ("imagemagick-interlaced-16", plain, PAYLOAD, ["convert", base, *UNDATED, "-interlace", "PNG", "PNG48:" + out]),
        ("imagemagick-rgba16", plain, PAYLOAD, ["convert", base, *UNDATED, "PNG64:" + out]),
        ("imagemagick-sparse", sparse, few, ["convert", base, *UNDATED, out]),
    ]
    for name, content, payload, command in runs:
        if os.path.exists(out):
            os.remove(out)
        with open(base, "wb") as f:
            f.write(content)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(out, "rb") as f:
            good(name, f.read(), payload, limit=max(1, len(payload)))
    os.remove(base)
    os.remove(out)


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ 0x40]) + content[at + 1:]


def refusals():
    sound = png(PIXELS, W, H, 8, RGB)
    own = stored(RASTER, W, H)
    data = zlib.compress(rows_of(PIXELS, W, H, 8, RGB, 0, [0]), 6)
    head = ihdr(W, H, 8, RGB)
    bad("ihdr-checksum", flipped(own, 19), "the checksum of the IHDR chunk at byte 8 is wrong")
    bad("idat-checksum", flipped(own, 700), "the checksum of the IDAT chunk at byte 33 is wrong")
    bad("iend-checksum", flipped(own, len(own) - 1), "the checksum of the IEND chunk at byte")
    text = assemble(head, data, before=chunk(b"tEXt", b"Comment\0hello"))
    bad("text-checksum", flipped(text, 45), "the checksum of the tEXt chunk at byte 33 is wrong")
    bad("adler", assemble(head, flipped(data, len(data) - 1)), "Adler-32")
    bad("adler-missing", assemble(head, data[:-4]), "end before their checksum")
    bad("adler-short", assemble(head, data[:-1]), "end before their checksum")
    bad("adler-stored", assemble(head, flipped(own[41:-16], len(own) - 58)), "Adler-32")
    for name, length in (("signature", 5), ("ihdr", 20), ("idat", 800), ("iend", len(own) - 5), ("no-iend", len(own) - 12)):
        bad("cut-in-" + name, own[:length], "cut short")
    bad("chunk-name", SIGNATURE + head + chunk(b"ID\0T", data), "no chunk starts at byte 33")
    bad("chunk-length", SIGNATURE + head + b"\xff\xff\xff\xffIDAT" + data, "impossible length")
    bad("no-idat", SIGNATURE + head + chunk(b"IEND", b""), "no IDAT chunk")
    bad("no-ihdr", SIGNATURE + chunk(b"IDAT", data) + chunk(b"IEND", b""), "instead of an IHDR chunk")
    bad("second-ihdr", assemble(head + head, data), "unknown critical chunk, IHDR")
    bad("apple", assemble(chunk(b"CgBI", b"\x50\0\x20\2") + head, data), "CgBI")
    bad("critical", assemble(head, data, before=chunk(b"ABCD", b"")), "unknown critical chunk, ABCD at byte 33")
    bad("idat-apart", SIGNATURE + head + chunk(b"IDAT", data[:50]) + chunk(b"tEXt", b"a\0b") + chunk(b"IDAT", data[50:]) + chunk(b"IEND", b""),
        "other chunks between its IDAT chunks")
    bad("no-pixels", assemble(ihdr(0, 5, 8, RGB), data), "without pixels")
    bad("colour-type", assemble(ihdr(W, H, 8, 1), data), "colour type 1")
    bad("depth", assemble(ihdr(W, H, 4, RGB), data), "colour type 2 with 4 bits")
    bad("interlace", assemble(ihdr(W, H, 8, RGB, 2), data), "interlace 2")
    bad("method", assemble(ihdr(W, H, 8, RGB, 0, 1), data), "compression 1")
    bad("filter", assemble(head, zlib.compress(b"\5" + bytes(W * 3) + bytes(H * (1 + W * 3) - 1 - W * 3))), "filter type 5")
    bad("huge", assemble(ihdr(30000, 30000, 8, RGB), zlib.compress(bytes(1000))), "30000 x 30000 pixels")
    bad("side", assemble(ihdr(0x7FFFFFFF, 1, 8, RGB), zlib.compress(bytes(1000))), "2147483647 x 1 pixels")
    bad("bomb", assemble(head, zlib.compress(bytes(50_000_000), 9)), "more pixel data than its size calls for")
    bad("one-byte-more", assemble(head, zlib.compress(rows_of(PIXELS, W, H, 8, RGB, 0, [0]) + b"\0")), "more pixel data")
    bad("one-byte-less", assemble(head, zlib.compress(rows_of(PIXELS, W, H, 8, RGB, 0, [0])[:-1])), "ends early")
    bad("data-cut", assemble(head, data[:len(data) // 2]), "pixel data")
    bad("not-zlib", assemble(head, b"\0" * 300), "compressed pixel data")
    bad("dictionary", assemble(head, b"\x78\x20" + data[2:]), "compressed pixel data")
    bad("wide", png([tuple(v * 257 + 1 - (v == 255) for v in p) for p in PIXELS], W, H, 16, RGB), "16 bits a sample")
    bad("no-palette", png([(0,)] * 256, 16, 16, 8, PALETTE), "no palette")
    bad("palette-short", png([(i % 4,) for i in range(256)], 16, 16, 2, PALETTE, before=chunk(b"PLTE", bytes(9))), "palette lacks")
    bad("palette-odd", png([(0,)] * 256, 16, 16, 8, PALETTE, before=chunk(b"PLTE", bytes(10))), "palette of 10 bytes")
    bad("palette-long", png([(0,)] * 256, 16, 16, 8, PALETTE, before=chunk(b"PLTE", bytes(771))), "palette of 771 bytes")
    bad("palette-twice", png([(0,)] * 256, 16, 16, 8, PALETTE, before=chunk(b"PLTE", bytes(3)) * 2), "second or late palette")
    bad("photo", png([(i % 256, 200, 100) for i in range(W * H)], W, H, 8, RGB), "a picture without a canvas")
    bad("length", png(pixels(struct.pack("<I", W * H * 3 - 3) + RASTER[4:]), W, H, 8, RGB), "announces 1437 bytes, and its 24 x 20 pixels hold 1436")
    bad("length-stored", stored(struct.pack("<I", 0xFFFFFFFF) + RASTER[4:], W, H), "announces 4294967295 bytes")
    bad("tiny", png([(0, 0, 0)], 1, 1, 8, RGB), "too small to hold a length")
    bad("more-than-asked", sound, "carries 1400 bytes, where at most 1399", limit=1399)
    bad("more-than-asked-stored", own, "carries 1400 bytes, where at most 1399", limit=1399)
    bad("canvas-too-large", assemble(ihdr(5000, 5000, 1, GREY), zlib.compress(bytes(5000 * 626), 9)), "5000 x 5000 pixels, 75000000 bytes")

    bad("empty", b"", "an empty file")
    bad("line-ends", sound.replace(b"\r\n", b"\n"), "converts line ends")
    for kind, article in (("JPEG", "a JPEG image; the host re-encodes with loss"), ("GIF", "a GIF image"),
                          ("TIFF", "a TIFF image"), ("WEBP", "a WebP image; the host re-encodes with loss"), ("ICO", "an ICO image")):
        out = io.BytesIO()
        pillow_image().save(out, kind)
        bad(kind.lower(), out.getvalue(), article, suffix="." + kind.lower())
    out = io.BytesIO()
    pillow_image().save(out, "BMP")
    emit("bmp.bmp", out.getvalue(), 4000, PAYLOAD)
    out = io.BytesIO()
    pillow_image().save(out, "WEBP", lossless=True)
    bad("webp-lossless", out.getvalue(), "a WebP image", suffix=".webp")
    bad("html", b"\xef\xbb\xbf\r\n <!DOCTYPE html><html><title>Log in</title></html>", "an HTML page", suffix=".html")
    bad("json", b'{"error": "not found"}', "a JSON document", suffix=".json")
    bad("svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "an SVG drawing", suffix=".svg")
    bad("gzip", b"\x1f\x8b\x08\0", "a gzip file", suffix=".gz")
    bad("noise", bytes(range(100, 200)), "not a picture of a known kind", suffix=".bin")


colour_types()
layouts()
programs()
refusals()
with open(os.path.join(HERE, "index.tsv"), "w", newline="\n") as f:
    f.writelines("\t".join(row) + "\n" for row in INDEX)
print(len(INDEX), "vectors,", sum(os.path.getsize(os.path.join(HERE, row[0])) for row in INDEX), "bytes")
