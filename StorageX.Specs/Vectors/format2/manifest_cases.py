"""The manifest vectors: (name, what it shows, expect, text). expect is (level, size, pieces) or the name of what is wrong."""
import base64, copy, hashlib, json
from sx2 import base64url

CAPACITY = 32 * 32 * 3 - 52


def entry(seq, size, offset, **more):
    return {"seq": seq, "key": f"file:///vectors/{seq}.png", "offset": offset, "size": size,
            "checksum": "sha256:" + hashlib.sha256(b"%d" % seq).hexdigest(), "secret": base64url(bytes([seq] * 32)), **more}


def manifest(sizes=(CAPACITY, 100), **more):
    offsets = [sum(sizes[:index]) for index in range(len(sizes))]
    return {"protocol_version": 2.0, "filename": "holiday.mp4", "size": sum(sizes), "created": "2026-11-22T20:15:00Z",
            "piece_width": 32, "piece_height": 32,
            "pieces": [entry(seq, size, offset) for seq, (size, offset) in enumerate(zip(sizes, offsets))], **more}


def without(fields, *names):
    return {name: value for name, value in fields.items() if name not in names}


def inline(data, **more):
    return {**without(manifest(()), "pieces"), "size": len(data), "inline": base64.b64encode(data).decode(), **more}


def piece(index, **fields):
    changed = copy.deepcopy(manifest())
    changed["pieces"][index].update(fields)
    return changed


def cases():
    whole = manifest()
    size = whole["size"]
    good, bad = (lambda *a: a), (lambda name, comment, word, value: (name, comment, word, value))
    yield good("two-pieces", "", (0, size, 2), whole)
    yield good("no-pieces", "an empty file", (0, 0, 0), manifest(()))
    yield good("inline", "", (0, 5, 0), inline(b"hello"))
    yield good("inline-empty", "", (0, 0, 0), inline(b""))
    yield good("inline-1024", "the longest", (0, 1024, 0), inline(b"\xff" * 1024))
    yield good("level-0-said", "level 0 is the same as none", (0, size, 2), manifest(level=0))
    yield good("level-1", "", (1, size, 2), manifest(level=1))
    yield good("level-3", "the highest", (3, size, 2), manifest(level=3))
    yield good("level-1-bare", "filename and created stand at level 0", (1, size, 2), without(manifest(level=1), "filename", "created"))
    yield good("level-1-file-size", "", (1, size, 2), manifest(level=1, file_size=10**12))
    yield good("created-missing", "information only", (0, size, 2), without(whole, "created"))
    yield good("version-2", "written as a whole number", (0, size, 2), manifest(protocol_version=2))
    yield good("version-2.5", "what it adds may be ignored", (0, size, 2), manifest(protocol_version=2.5))
    yield good("unknown-fields", "ignored", (0, size, 2), {**piece(0, tree=["a"], x=None), "canvas": {"k": [1]}, "x": [[{}]]})
    yield good("critical-known", "", (0, size, 2), manifest(critical=["size", "secret"]))
    yield good("critical-empty", "", (0, size, 2), manifest(critical=[]))
    yield good("public-pieces", "no secrets", (0, size, 2), {**whole, "pieces": [without(p, "secret") for p in whole["pieces"]]})
    yield good("small-pieces", "no piece need be full", (0, 3, 3), manifest((1, 1, 1)))
    yield good("pieces-first", "any order of fields", (0, size, 2), dict(reversed(whole.items())))
    yield good("spaces", "any white space", (0, size, 2), json.dumps(whole, indent=3).encode() + b"\n\n")
    yield good("escapes", "any writing of a string", (0, size, 2), json.dumps(whole).replace("holiday", "h\\u006fliday").encode())
    yield good("filename-path", "a label, made safe when a file is named", (0, size, 2), manifest(filename="../../etc/passwd"))

    folder = {"tree": {"offset": 1000}, "critical": ["tree"]}
    yield good("tree", "a folder: its tree begins within a piece", (0, size, 2), manifest(**folder))
    yield good("tree-first", "nothing but the tree", (0, size, 2), manifest(tree={"offset": 0}, critical=["tree"]))
    yield good("tree-last-byte", "", (0, size, 2), manifest(tree={"offset": size - 1}, critical=["tree"]))
    yield good("tree-inline", "", (0, 70, 0), inline(b"x" * 70, tree={"offset": 5}, critical=["tree"]))
    yield good("tree-level-0-said", "", (0, size, 2), manifest(level=0, **folder))
    yield good("tree-more-fields", "in it, unknown ones are ignored", (0, size, 2), manifest(tree={"x": [], "offset": 1000, "size": -1}, critical=["size", "tree"]))
    yield good("tree-before-size", "any order of fields", (0, size, 2), dict(reversed(manifest(**folder).items())))
    yield good("tree-critical-alone", "a file: critical names a field that is not there", (0, size, 2), manifest(critical=["tree"]))
    yield good("tree-critical-alone-level-1", "", (1, size, 2), manifest(level=1, critical=["tree"]))

    yield bad("version-1", "", "protocol_version", manifest(protocol_version=1.0))
    yield bad("version-3", "", "protocol_version", manifest(protocol_version=3.0))
    yield bad("version-text", "", "protocol_version", manifest(protocol_version="2.0"))
    for name in ("protocol_version", "size", "piece_width", "piece_height", "filename"):
        yield bad(f"{name.replace('_', '-')}-missing", "", name, without(whole, name))
    yield bad("pieces-missing", "and no inline", "pieces", without(whole, "pieces"))
    yield bad("pieces-and-inline", "", "inline", manifest((), inline=""))
    yield bad("pieces-object", "", "pieces", manifest(pieces={}))
    yield bad("piece-number", "", "pieces", manifest(pieces=[1]))
    yield bad("level-4", "", "level", manifest(level=4))
    yield bad("level-negative", "", "level", manifest(level=-1))
    yield bad("level-text", "", "level", manifest(level="1"))
    yield bad("level-1-inline", "", "inline", inline(b"hello", level=1))
    yield bad("inline-1025", "", "inline", inline(b"\xff" * 1025))
    yield bad("inline-size", "another size than its bytes", "inline", inline(b"hello", size=6))
    yield bad("inline-unpadded", "", "inline", inline(b"hello", inline="aGVsbG8"))
    yield bad("inline-not-canonical", "bits that carry nothing are set", "inline", inline(b"hello", inline="aGVsbG9="))
    yield bad("inline-base64url", "", "inline", inline(b"\xff" * 3, inline="____"))
    yield bad("inline-space", "", "inline", inline(b"hello", inline="aGVs bG8="))
    yield bad("size-larger", "the pieces do not add up", "size", manifest(size=size + 1))
    yield bad("size-smaller", "", "size", manifest(size=size - 1))
    yield bad("size-negative", "", "size", manifest((), size=-1))
    yield bad("size-fraction", "", "size", manifest((), size=0.5))
    yield bad("size-text", "", "size", manifest(size=str(size)))
    yield bad("size-over-2-53", "", "size", manifest(size=2**53))
    yield bad("level-text-over-16-gib", "", "size", manifest(level=1, size=2**34 + 1))
    yield bad("canvas-zero", "", "piece_width", manifest((), piece_width=0))
    yield bad("canvas-side", "", "piece_height", manifest((), piece_width=1, piece_height=(1 << 20) + 1))
    yield bad("canvas-raster", "each side is allowed, both are not", "piece_width", manifest((), piece_width=1 << 15, piece_height=1 << 15))
    yield bad("canvas-overflow", "2^40 pixels", "piece_width", manifest((), piece_width=1 << 20, piece_height=1 << 20))
    yield bad("critical-unknown", "", "critical", manifest(critical=["size", "canvas"]))
    yield bad("critical-text", "", "critical", manifest(critical="size"))
    yield bad("critical-number", "", "critical", manifest(critical=[1]))
    yield bad("critical-65", "", "critical", manifest(critical=["size"] * 65))

    yield bad("tree-not-critical", "a reader that does not know it would take it for a file", "tree", manifest(tree={"offset": 1000}))
    yield bad("tree-critical-others", "", "tree", manifest(tree={"offset": 1000}, critical=["size", "offset"]))
    yield bad("tree-level-1", "of a folder's text, which has none", "tree", manifest(level=1, **folder))
    yield bad("tree-level-3-not-critical", "", "tree", manifest(level=3, tree={"offset": 0}))
    for name, value in (("number", 1000), ("array", [1000]), ("text", "1000"), ("null", None)):
        yield bad(f"tree-{name}", "", "tree", manifest(tree=value, critical=["tree"]))
    yield bad("tree-offset-missing", "", "offset", manifest(tree={}, critical=["tree"]))
    for name, value in (("size", size), ("over-size", size + 1), ("over-2-53", 2**53), ("negative", -1), ("fraction", 0.5), ("text", "0"), ("null", None)):
        yield bad(f"tree-offset-{name}", "", "offset", manifest(tree={"offset": value}, critical=["tree"]))
    yield bad("tree-offset-twice", "", "offset", json.dumps(manifest(**folder)).replace('"offset": 1000', '"offset": 1000, "offset": 1000').encode())
    yield bad("tree-twice", "", "tree", json.dumps(manifest(**folder)).replace('"tree": {', '"tree": {"offset": 1000}, "tree": {').encode())
    yield bad("tree-of-nothing", "not even the line of the folder itself", "offset", manifest((), tree={"offset": 0}, critical=["tree"]))
    yield bad("tree-inline-offset", "beyond what is inline", "offset", inline(b"hello", tree={"offset": 5}, critical=["tree"]))

    yield bad("seq-from-1", "format 1 alone allows it", "seq", {**whole, "pieces": [{**p, "seq": p["seq"] + 1} for p in whole["pieces"]]})
    yield bad("seq-twice", "", "seq", piece(1, seq=0))
    yield bad("seq-gap", "", "seq", piece(1, seq=2))
    yield bad("seq-order", "", "seq", {**whole, "pieces": whole["pieces"][::-1]})
    yield bad("offset-gap", "", "offset", piece(1, offset=CAPACITY + 1))
    yield bad("offset-overlap", "", "offset", piece(1, offset=CAPACITY - 1))
    yield bad("offset-start", "", "offset", piece(0, offset=1))
    yield bad("offset-negative", "", "offset", piece(0, offset=-1))
    yield bad("piece-empty", "", "size", manifest((CAPACITY, 0)))
    yield bad("piece-over-capacity", "", "size", manifest((CAPACITY + 1,)))
    yield bad("piece-huge", "2^63: sums overflow", "size", piece(1, size=2**63))
    yield bad("key-missing", "", "key", {**whole, "pieces": [without(p, "key") for p in whole["pieces"]]})
    yield bad("key-empty", "", "key", piece(0, key=""))
    yield bad("key-escape", "a control character", "key", piece(0, key="file:///a\u001b[2J.png"))
    yield bad("key-long", "8193 characters", "key", piece(0, key="file:///" + "a" * 8185))
    yield bad("checksum-missing", "", "checksum", {**whole, "pieces": [without(p, "checksum") for p in whole["pieces"]]})
    yield bad("checksum-empty", "format 1 alone allows it", "checksum", piece(0, checksum=""))
    yield bad("checksum-short", "", "checksum", piece(0, checksum="sha256:abcd"))
    yield bad("checksum-upper-case", "", "checksum", piece(0, checksum="sha256:" + "A" * 64))
    yield bad("checksum-md5", "", "checksum", piece(0, checksum="md5:" + "a" * 32))
    yield bad("secret-short", "", "secret", piece(0, secret="AAAA"))
    yield bad("secret-padded", "", "secret", piece(0, secret="A" * 43 + "="))
    yield bad("secret-not-canonical", "", "secret", piece(0, secret="A" * 42 + "B"))
    yield bad("secret-null", "", "secret", piece(0, secret=None))

    text = json.dumps(whole).encode()
    yield bad("json-cut", "", "JSON", text[:-1])
    yield bad("json-and-more", "", "JSON", text + b"{}")
    yield bad("json-array", "", "JSON", b"[" + text + b"]")
    yield bad("json-empty", "", "JSON", b"")
    yield bad("json-not-utf-8", "", "JSON", text.replace(b"holiday", b"h\xffliday"))
    yield bad("json-nested", "9 deep", "JSON", text[:-1] + b', "x": ' + b"[" * 8 + b"]" * 8 + b"}")
    yield bad("json-nested-far", "100000 deep: a stack that overflows", "JSON", text[:-1] + b', "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")
    yield bad("json-twice", "a field that stands twice", "size", text[:-1] + b', "size": %d}' % size)
    yield bad("json-twice-in-piece", "", "seq", text.replace(b'"seq": 0,', b'"seq": 0, "seq": 0,'))
    yield bad("json-number", "1e400 and such are no whole numbers", "size", text.replace(b'"size": %d' % size, b'"size": 1e400'))
