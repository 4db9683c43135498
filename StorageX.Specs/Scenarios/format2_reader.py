#!/usr/bin/env python3
"""A second reader of StorageX's format 2, written from FORMAT.md: format2_reader.py KEY OUT

It knows file: locators. Exit code 0: OUT is the whole file, every piece verified. 1: anything else, told in one line.
Needs Debian's python3-pil, python3-cryptography and libbrotli1 (which python3-pil brings).
"""
import base64, ctypes, hashlib, json, os, re, struct, sys, urllib.parse, zlib

from PIL import Image
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

DATA, MANIFEST = 1, 2
RASTER, RAW = 64 << 20, (64 << 20) - 52


class Refused(Exception):
    """What a reader must not accept."""


def require(holds, defect):
    if not holds:
        raise Refused(defect)


def decode_secret(text):
    require(re.fullmatch(r"[A-Za-z0-9_-]{43}", text), "a secret is 43 characters of base64url")
    secret = base64.urlsafe_b64decode(text + "=")
    require(base64.urlsafe_b64encode(secret).decode().rstrip("=") == text, "a secret is not in its canonical form")
    return secret


def parse_key(key):
    locator, _, fragment = key.rpartition("#")
    version = re.match(r"sx([0-9]+)\.", fragment)
    if not version:
        return key, None
    require(version[1] == "2", f"the key is of format {version[1]}")
    return locator, decode_secret(fragment[4:])


class Store:
    """Images below the directory that the root manifest is in; what a manifest names outside of it is refused."""

    def __init__(self, root_locator):
        path = os.path.realpath(self.path(root_locator))
        directory, name = os.path.split(path)
        self.directory = directory.removesuffix(os.path.join(os.sep, name[:2], name[2:4]))

    @staticmethod
    def path(locator):
        require(0 < len(locator) <= 8192 and not re.search(r"[\0-\x1f\x7f-\x9f]", locator), "a locator of the wrong form")
        url = urllib.parse.urlsplit(locator)
        require(url.scheme == "file" and url.netloc in ("", "localhost") and not url.fragment, "not a file: locator")
        return urllib.parse.unquote(url.path)

    def payload(self, locator):
        path = os.path.realpath(self.path(locator))
        require(path.startswith(os.path.join(self.directory, "")), "a locator that leads out of the root's directory")
        with Image.open(path, formats=("PNG", "WEBP")) as image:
            require(image.width * image.height * 3 <= RASTER, "an image with too many pixels")
            if image.mode.startswith("I"):                       # 16 bits of grey, both bytes the same
                image = image.point(lambda value: value * (1 / 256)).convert("L")
            raster = image.convert("RGB").tobytes()
        length, = struct.unpack_from("<I", raster)
        require(length <= len(raster) - 4, "an image without a canvas")
        return raster[4:4 + length]


def inflate(body, raw_length):
    brotli = ctypes.CDLL("libbrotlidec.so.1")
    brotli.BrotliDecoderCreateInstance.restype = ctypes.c_void_p
    state = ctypes.c_void_p(brotli.BrotliDecoderCreateInstance(None, None, None))
    raw = ctypes.create_string_buffer(raw_length)
    left, room = ctypes.c_size_t(len(body)), ctypes.c_size_t(raw_length)
    source, target = ctypes.c_char_p(body), ctypes.c_void_p(ctypes.addressof(raw))
    result = brotli.BrotliDecoderDecompressStream(
        state, ctypes.byref(left), ctypes.byref(source), ctypes.byref(room), ctypes.byref(target), None)
    brotli.BrotliDecoderDestroyInstance(state)
    require(result == 1 and left.value == 0 and room.value == 0, "a body that does not decompress to its raw length")
    return raw.raw


def open_container(whole, kind, secret, most):
    require(len(whole) >= 32 and whole[:4] == b"SXP2", "not a container")
    found, cipher, compression, flags, body_length, raw_length, nonce, crc = struct.unpack_from("<4x4BII12sI", whole)
    require(crc == zlib.crc32(whole[:28]), "a damaged header")
    require(1 <= found <= 4 and cipher <= 1 and compression <= 1 and flags == 0, "a header of a newer version")
    require(max(body_length, raw_length) <= RAW, "a container that announces too much")
    require(found == kind, f"kind {found} where {kind} belongs")
    require(cipher == (secret is not None), "encrypted and no secret, or public and a secret")
    require(len(whole) == 32 + body_length + 16 * cipher, "a container of the wrong length")
    require(body_length < raw_length if compression else body_length == raw_length, "lengths that contradict each other")
    require(cipher or not any(nonce), "a public container with a nonce")
    require(raw_length <= most, "more raw bytes than expected")
    try:
        body = AESGCM(secret).decrypt(nonce, whole[32:], whole[:32]) if cipher else whole[32:]
    except InvalidTag:
        raise Refused("a container with a wrong tag") from None
    return inflate(body, raw_length) if compression else body


def parse_json(text):
    def once(pairs):
        require(len(pairs) == len(dict(pairs)), "a field that stands twice")
        return dict(pairs)

    def depth(value):
        inner = value.values() if isinstance(value, dict) else value
        return 1 + max(map(depth, inner), default=0) if isinstance(value, (dict, list)) else 0

    try:
        manifest = json.loads(text.decode("utf-8"), object_pairs_hook=once, parse_constant=lambda name: require(False, name))
    except ValueError:
        raise Refused("a manifest that is not JSON in UTF-8") from None
    require(isinstance(manifest, dict) and depth(manifest) <= 8, "a manifest that is no JSON object, or too deep")
    return manifest


KNOWN = {"protocol_version", "filename", "size", "created", "piece_width", "piece_height", "pieces", "inline", "level",
         "file_size", "critical", "seq", "key", "offset", "checksum", "secret"}


def whole_number(fields, name, least, most, default=None):
    value = fields.get(name, default)
    require(type(value) is int and least <= value <= most, f"{name} is not a whole number from {least} to {most}")
    return value


def text_field(fields, name, pattern=r"(?s).*"):
    value = fields.get(name)
    require(isinstance(value, str) and re.fullmatch(pattern, value), f"{name} is not text of the right form")
    return value


def check(text, level):
    """The manifest's fields and its level; its level must be the one that is given, if one is."""
    manifest = parse_json(text)
    version = manifest.get("protocol_version")
    require(type(version) in (int, float) and 2 <= version < 3, "not a manifest of format 2")
    critical = manifest.get("critical", [])
    require(isinstance(critical, list) and len(critical) <= 64 and all(isinstance(name, str) for name in critical), "critical")
    require(KNOWN.issuperset(critical), "a critical field of a newer version")
    found = whole_number(manifest, "level", 0, 3, default=0)
    require(level is None or found == level, f"level {found} where {level} belongs")
    size = whole_number(manifest, "size", 0, 2**34 if found else 2**53 - 1)
    raster = whole_number(manifest, "piece_width", 1, 1 << 20) * whole_number(manifest, "piece_height", 1, 1 << 20) * 3
    require(raster <= RASTER, "a canvas that is too large")
    text_field({"filename": "", **manifest} if found else manifest, "filename")
    require(("pieces" in manifest) != ("inline" in manifest), "not exactly one of pieces and inline")
    if "inline" in manifest:
        data = base64.b64decode(text_field(manifest, "inline", "[A-Za-z0-9+/]*={0,2}"), validate=True)
        require(base64.b64encode(data).decode() == manifest["inline"], "inline is not canonical")
        require(found == 0 and len(data) == size <= 1024, "inline of another size, or not at level 0")
        return manifest, found
    pieces, end = manifest["pieces"], 0
    require(isinstance(pieces, list), "pieces is not an array")
    for index, piece in enumerate(pieces):
        require(isinstance(piece, dict) and whole_number(piece, "seq", 0, 2**31 - 1) == index, f"piece {index} is not there")
        require(whole_number(piece, "offset", 0, 2**53 - 1) == end, f"piece {index} does not begin where the last one ends")
        end += whole_number(piece, "size", 1, raster - 52)
        text_field(piece, "checksum", "sha256:[0-9a-f]{64}")
        Store.path(text_field(piece, "key"))
        if "secret" in piece:
            decode_secret(text_field(piece, "secret"))
    require(end == size, "the pieces do not add up to the size")
    return manifest, found


def read_pieces(store, manifest, kind):
    for piece in manifest["pieces"]:
        secret = decode_secret(piece["secret"]) if "secret" in piece else None
        raw = open_container(store.payload(piece["key"]), kind, secret, piece["size"])
        require(len(raw) == piece["size"], f"piece {piece['seq']} has another size")
        require("sha256:" + hashlib.sha256(raw).hexdigest() == piece["checksum"], f"piece {piece['seq']} has another digest")
        yield raw


def main(key, out):
    locator, secret = parse_key(key)
    store = Store(locator)
    manifest, level = check(open_container(store.payload(locator), MANIFEST, secret, RAW), None)
    while level > 0:
        manifest, level = check(b"".join(read_pieces(store, manifest, MANIFEST)), level - 1)
    with open(out + ".part", "xb") as file:
        try:
            for raw in [base64.b64decode(manifest["inline"])] if "inline" in manifest else read_pieces(store, manifest, DATA):
                file.write(raw)
            os.replace(file.name, out)
        finally:
            if os.path.exists(file.name):
                os.unlink(file.name)


if __name__ == "__main__":
    try:
        require(len(sys.argv) == 3, "usage: format2_reader.py KEY OUT")
        main(*sys.argv[1:])
    except (Refused, OSError, ValueError, SyntaxError, RecursionError, struct.error, zlib.error) as error:
        sys.exit(f"format2_reader: {error}")
