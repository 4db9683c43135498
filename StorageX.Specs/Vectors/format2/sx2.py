"""Format 2 as FORMAT.md describes it, for the makers of test vectors. Independent of the program: it shares no code with it.

Needs Debian's python3-cryptography and libbrotli1 (by ctypes), and python3-pil for images.
"""
import base64, ctypes, hashlib, hmac, io, math, struct, zlib
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

DATA, MANIFEST, PARITY, PROBE = 1, 2, 3, 4


def brotli(raw, quality=1, window=22):
    lib = ctypes.CDLL("libbrotlienc.so.1")
    room = ctypes.c_size_t(len(raw) * 2 + 1024)
    out = ctypes.create_string_buffer(room.value)
    ok = lib.BrotliEncoderCompress(quality, window, 0, ctypes.c_size_t(len(raw)), raw, ctypes.byref(room), out)
    assert ok
    return out.raw[:room.value]


def piece_secret(user_secret, raw):
    """RFC 5869 written out: extract without salt, expand to one block."""
    key = hmac.digest(b"\0" * 32, user_secret, "sha256")
    return hmac.digest(key, b"storagex/2/piece" + hashlib.sha256(raw).digest() + b"\x01", "sha256")


def container(body, secret=b"", *, kind=DATA, magic=b"SXP2", cipher=None, compression=0, flags=0, body_length=None,
              raw_length=None, nonce=None, crc=None, alter=None):
    """A container of a body that is compressed already; every field can be given another value."""
    cipher = (1 if secret else 0) if cipher is None else cipher
    fields = magic + bytes([kind, cipher, compression, flags]) + struct.pack(
        "<II", len(body) if body_length is None else body_length, len(body) if raw_length is None else raw_length)
    if nonce is None:
        nonce = hmac.digest(secret, fields + hashlib.sha256(body).digest(), "sha256")[:12] if secret else b"\0" * 12
    start = fields + nonce
    header = start + struct.pack("<I", zlib.crc32(start) if crc is None else crc)
    whole = header + (AESGCM(secret).encrypt(nonce, body, header) if secret else body)
    return alter(whole) if alter else whole


def seal(raw, secret=b"", kind=DATA):
    """A container as the program makes it, but that its compressor may be another version."""
    body = brotli(raw) if raw else raw
    if len(body) * 100 <= len(raw) * 97:
        return container(body, secret, kind=kind, compression=1, raw_length=len(raw))
    return container(raw, secret, kind=kind)


def canvas(payload, width=None, height=None):
    """A PNG whose pixels are the payload's length, the payload and zeros."""
    from PIL import Image
    pixels = (len(payload) + 6) // 3
    width = width or max(16, math.isqrt(pixels - 1) + 1)
    height = height or max(16, -(-pixels // width))
    raster = (struct.pack("<I", len(payload)) + payload).ljust(width * height * 3, b"\0")
    assert len(raster) == width * height * 3
    png = io.BytesIO()
    Image.frombytes("RGB", (width, height), raster).save(png, "PNG")
    return png.getvalue()


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def multiply(a, b):
    """Two elements of GF(2^8): section 11 of FORMAT.md."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0x100:
            a ^= 0x11D
        b >>= 1
    return product


def parity_of(k, m, pieces):
    """The m pieces of parity of a group of 1 to k pieces of data, written out byte by byte."""
    length, parity = max(map(len, pieces)), []
    for place in range(k, k + m):
        total = bytearray(length)
        for column, piece in enumerate(pieces):
            factor = next(a for a in range(1, 256) if multiply(a, place ^ column) == 1)
            products = [multiply(factor, byte) for byte in range(256)]
            for at, byte in enumerate(piece):
                total[at] ^= products[byte]
        parity.append(bytes(total))
    return parity
