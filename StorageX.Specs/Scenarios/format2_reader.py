#!/usr/bin/env python3
"""A second reader of StorageX's format 2, written from FORMAT.md: format2_reader.py KEY OUT

It knows file: locators. Exit code 0: OUT is the whole file or folder, every piece verified; if images were lost on the way, a line on standard
error says how many pieces came from copies and how many were restored from their groups, and there is one for each entry of a folder that is
left out because the file system cannot hold its name. 1: anything else, told in one line.
Needs Debian's python3-pil, python3-cryptography and libbrotli1 (which python3-pil brings).
"""
import base64, contextlib, ctypes, hashlib, itertools, os, re, struct, sys, urllib.parse, zlib

from PIL import Image
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from format2_folder import check_tree, restore
from format2_json import Refused, parse_json, require, text_field, whole_number
from format2_parity import solve

DATA, MANIFEST, PARITY = 1, 2, 3
RASTER, RAW = 64 << 20, (64 << 20) - 52


class Lost(Refused):
    """A piece of which no image is there, or none that is whole, and whose group cannot restore it."""


BROKEN = (Refused, OSError, ValueError, SyntaxError, struct.error, zlib.error, Image.DecompressionBombError)


def decode_secret(text):
    require(re.fullmatch(r"[A-Za-z0-9_-]{43}", text), "a secret is 43 characters of base64url")
    secret = base64.urlsafe_b64decode(text + "=")
    require(base64.urlsafe_b64encode(secret).decode().rstrip("=") == text, "a secret is not in its canonical form")
    return secret


def check_locator(locator):
    require(isinstance(locator, str) and 0 < len(locator) <= 8192 and not re.search(r"[\0-\x1f\x7f-\x9f]", locator), "a locator of the wrong form")
    require(locator == locator.strip(), "a locator with white space at its ends")
    require(not re.search(r"#sx[0-9]+\.[^#]*\Z", locator), "a locator with a secret")
    return locator


def decode_further(text):
    """A further locator of a key, in which some bytes, and no others, are written as % and two digits."""
    locator = urllib.parse.unquote(text, errors="strict")
    encoded = re.sub(r"[+#%\s\0-\x1f\x7f-\x9f]", lambda found: "".join("%%%02X" % byte for byte in found[0].encode()), locator)
    require(encoded == text, "a further locator that is not written as it should be")
    return locator


def parse_key(key):
    """The locators of the root, 1 to 16, and the secret; None where it is public."""
    locator, _, fragment = key.rpartition("#")
    version = re.match(r"sx([0-9]+)\.", fragment)
    if not version:
        return [check_locator(key)], None
    require(version[1] == "2", f"the key is of format {version[1]}")
    secret, *further = fragment[4:].split("+")
    locators = [check_locator(each) for each in [locator, *map(decode_further, further)]]
    require(len(set(locators)) == len(locators) <= 16, "a key with a locator twice, or with too many")
    return locators, decode_secret(secret) if secret or not further else None


class Store:
    """Images below the directories that the key's locators are in; what a manifest names outside of them is not there."""

    def __init__(self, locators):
        self.directories, self.copied, self.restored = [], 0, 0
        for locator in locators:
            if locator.startswith("file:"):
                directory, name = os.path.split(os.path.realpath(self.path(locator)))
                self.directories.append(os.path.join(directory.removesuffix(os.path.join(os.sep, name[:2], name[2:4])), ""))

    @staticmethod
    def path(locator):
        url = urllib.parse.urlsplit(check_locator(locator))
        require(url.scheme == "file" and url.netloc in ("", "localhost") and not url.fragment, "not a file: locator")
        return urllib.parse.unquote(url.path)

    def payload(self, locator):
        path = os.path.realpath(self.path(locator))
        require(path.startswith(tuple(self.directories)), "a locator that leads out of the root's directory")
        with Image.open(path, formats=("PNG", "WEBP")) as image:
            require(image.width * image.height * 3 <= RASTER, "an image with too many pixels")
            if image.mode.startswith("I"):                       # 16 bits of grey, both bytes the same
                image = image.point(lambda value: value * (1 / 256)).convert("L")
            raster = image.convert("RGB").tobytes()
        length, = struct.unpack_from("<I", raster)
        require(length <= len(raster) - 4, "an image without a canvas")
        return raster[4:4 + length]

    def piece(self, entry, kind):
        """The raw bytes of an entry, of data or of parity, from the first of its images that carries them."""
        first, secret = None, decode_secret(entry["secret"]) if "secret" in entry else None
        for copy, locator in enumerate([entry["key"], *entry.get("mirrors", [])]):
            try:
                raw = open_container(self.payload(locator), kind, secret, entry["size"])
                require(len(raw) == entry["size"], "another size")
                require(hashlib.sha256(raw).hexdigest() == entry["checksum"][7:], "another digest")
                self.copied += copy > 0
                return raw
            except BROKEN as error:
                first = first or error
        raise Lost(f"{first}")


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


KNOWN = {"protocol_version", "filename", "size", "created", "piece_width", "piece_height", "pieces", "inline", "level",
         "file_size", "tree", "critical", "seq", "key", "offset", "checksum", "secret", "mirrors", "parity"}


def check_image(fields, capacity):
    """What the entries of data and of parity have alike; gives the size."""
    require(isinstance(fields, dict), "an entry that is no object")
    text_field(fields, "checksum", "sha256:[0-9a-f]{64}")
    mirrors = fields.get("mirrors", [])
    require(isinstance(mirrors, list) and len(mirrors) <= 15 and (mirrors or "mirrors" not in fields), "mirrors are 1 to 15 locators")
    locators = [check_locator(locator) for locator in [fields.get("key"), *mirrors]]
    require(len(set(locators)) == len(locators), "a locator that stands twice in an entry")
    if "secret" in fields:
        decode_secret(text_field(fields, "secret"))
    return whole_number(fields, "size", 1, capacity)


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
    if "tree" in manifest:
        require(found == 0 and "tree" in critical and isinstance(manifest["tree"], dict), "tree is no object, not critical, or not at level 0")
        whole_number(manifest["tree"], "offset", 0, size - 1)
    scheme = manifest.get("parity", {"k": 1, "m": 1})
    require(isinstance(scheme, dict), "parity is not an object")
    m = whole_number(scheme, "m", 1, 255 - whole_number(scheme, "k", 1, 254))
    require(("pieces" in manifest) != ("inline" in manifest), "not exactly one of pieces and inline")
    if "inline" in manifest:
        data = base64.b64decode(text_field(manifest, "inline", "[A-Za-z0-9+/]*={0,2}"), validate=True)
        require(base64.b64encode(data).decode() == manifest["inline"], "inline is not canonical")
        require(found == 0 and len(data) == size <= 1024, "inline of another size, or not at level 0")
        return manifest, found
    pieces, end, group = manifest["pieces"], 0, []
    require(isinstance(pieces, list), "pieces is not an array")
    for index, piece in enumerate(pieces):
        require(isinstance(piece, dict) and whole_number(piece, "seq", 0, 2**31 - 1) == index, f"piece {index} is not there")
        require(whole_number(piece, "offset", 0, 2**53 - 1) == end, f"piece {index} does not begin where the last one ends")
        group.append(check_image(piece, raster - 52))
        end += group[-1]
        if "parity" in piece:
            holds = "parity" in manifest and isinstance(piece["parity"], list) and len(piece["parity"]) == m
            require(holds, f"piece {index} has parity that is not as the head says")
            require(all(check_image(image, raster - 52) == max(group) for image in piece["parity"]), f"piece {index} has parity of another size")
        require("parity" not in manifest or len(group) <= scheme["k"], f"piece {index} is one too many for its group")
        group = [] if "parity" in piece else group
    require("parity" not in manifest or not group, "the last piece ends no group")
    require(end == size, "the pieces do not add up to the size")
    return manifest, found


def read_group(store, entries, k, kind):
    """The pieces of a group, of which no more than it has parity may be lost. One without parity is a single piece."""
    data, lost, parity = {}, {}, {}
    for place, entry in enumerate(entries):
        try:
            data[place] = store.piece(entry, kind)
        except Lost as error:
            lost[place] = f"piece {entry['seq']}: {error}"
    for place, image in enumerate(entries[-1].get("parity", []), k):
        with contextlib.suppress(Lost):
            if len(parity) < len(lost):
                parity[place] = store.piece(image, PARITY)
    if len(parity) < len(lost):
        told = f"; {len(lost)} pieces of its group are lost, and {len(parity)} of its parity are there" if "parity" in entries[-1] else ""
        raise Lost(next(iter(lost.values())) + told)
    for place, raw in solve(data, parity, lost, max(entry["size"] for entry in entries)).items():
        data[place], told = raw[:entries[place]["size"]], f"piece {entries[place]['seq']}: its group gives another digest"
        require(hashlib.sha256(data[place]).hexdigest() == entries[place]["checksum"][7:], told)
    store.restored += len(lost)
    return [data[place] for place in range(len(entries))]


def read_pieces(store, manifest, kind, begin=0, end=2**53):
    """The pieces; of those between two offsets, the ones with which they make whole groups too."""
    group = []
    for entry in manifest["pieces"]:
        group.append(entry)
        if "parity" in entry or "parity" not in manifest:
            if entry["offset"] + entry["size"] > begin and group[0]["offset"] < end:
                yield from read_group(store, group, manifest.get("parity", {}).get("k", 1), kind)
            group = []


def read_root(key):
    """The store of a key, and the manifest of the root with its level."""
    (locators, secret), first = parse_key(key), None
    store = Store(locators)
    for locator in locators:
        try:
            text = open_container(store.payload(locator), MANIFEST, secret, RAW)
        except BROKEN as error:
            first = first or error
        else:
            return store, *check(text, None)
    raise Lost(f"{first}")


def read_file(store, manifest, out):
    with open(out + ".part", "xb") as file:
        try:
            for raw in [base64.b64decode(manifest["inline"])] if "inline" in manifest else read_pieces(store, manifest, DATA):
                file.write(raw)
            os.replace(file.name, out)
        finally:
            if os.path.exists(file.name):
                os.unlink(file.name)


def read_folder(store, manifest, out):
    """The tree first, then the contents; gives the entries that were left out."""
    offset = manifest["tree"]["offset"]
    last = base64.b64decode(manifest["inline"]) if "inline" in manifest else b"".join(read_pieces(store, manifest, DATA, begin=offset))
    begin = manifest["size"] - len(last)
    before = [] if "inline" in manifest else read_pieces(store, manifest, DATA, end=begin)
    return restore(check_tree(last[offset - begin:], offset), itertools.chain(before, [last]), out)


def main(key, out):
    store, manifest, level = read_root(key)
    while level > 0:
        manifest, level = check(b"".join(read_pieces(store, manifest, MANIFEST)), level - 1)
    store.left_out = (read_folder if "tree" in manifest else read_file)(store, manifest, out) or []
    return store


if __name__ == "__main__":
    try:
        require(len(sys.argv) == 3, "usage: format2_reader.py KEY OUT")
        read = main(*sys.argv[1:])
    except (*BROKEN, RecursionError) as error:
        sys.exit(f"format2_reader: {error}")
    if read.copied or read.restored:
        print(f"format2_reader: {read.copied} pieces came from copies, {read.restored} were restored from their groups", file=sys.stderr)
    for path, reason in read.left_out:
        print(f"format2_reader: left out: {path!a}: {reason}", file=sys.stderr)
