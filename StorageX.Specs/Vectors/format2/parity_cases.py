"""The vectors of manifests with copies and parity, as manifest_cases.py has them.

expect is (level, size, pieces, groups, copies), or the name of what is wrong.
"""
import copy, hashlib, json
from manifest_cases import CAPACITY, inline, manifest, piece, without
from sx2 import base64url

PARITY = {"k": 3, "m": 2}


def image(number, size, **more):
    return {"key": f"file:///vectors/parity-{number}.png", "size": size, "checksum": "sha256:" + hashlib.sha256(b"parity %d" % number).hexdigest(),
            "secret": base64url(bytes([number % 256] * 32)), **more}


def grouped(groups=((CAPACITY, CAPACITY, CAPACITY), (500, 100)), parity=PARITY, **more):
    """A manifest of groups, each of pieces of those sizes."""
    whole, end = {"parity": parity, **manifest([size for group in groups for size in group], **more)}, 0
    for group in groups:
        end += len(group)
        whole["pieces"][end - 1]["parity"] = [image(end * 100 + number, max(group)) for number in range(parity["m"])]
    return whole


def head(**fields):
    return {**grouped(), "parity": {**PARITY, **fields}}


def head_last(whole):
    return {**without(whole, "parity"), "parity": whole["parity"]}


def first(number=0, drop=(), **fields):
    """The groups, with other fields in a piece of the first one's parity."""
    changed = grouped()
    parity = changed["pieces"][2]["parity"]
    parity[number] = {**without(parity[number], *drop), **fields}
    return changed


def ended(index, parity):
    """The groups, with another value as the parity of an entry; none where it is None."""
    changed = copy.deepcopy(grouped())
    changed["pieces"][index] = {**without(changed["pieces"][index], "parity"), **({} if parity is None else {"parity": parity})}
    return changed


def many(count):
    return [f"https://h{number}.example/a.png" for number in range(count)]


def copies():
    size = manifest()["size"]
    good, bad = (lambda *a: a), (lambda name, comment, value: (name, comment, "mirrors", value))
    yield good("mirrors", "one copy of one piece", (0, size, 2, 0, 1), piece(0, mirrors=many(1)))
    yield good("mirrors-15", "the most", (0, size, 2, 0, 15), piece(1, mirrors=many(15)))
    yield good("mirrors-of-text", "at level 1", (1, size, 2, 0, 2), {**piece(0, mirrors=many(2)), "level": 1})
    yield good("mirrors-anywhere", "what a reader cannot follow counts as not there", (0, size, 2, 0, 2), piece(0, mirrors=["8Fzk2", "ftp://a/b"]))
    yield good("mirrors-critical", "", (0, size, 2, 0, 1), {**piece(0, mirrors=many(1)), "critical": ["mirrors", "parity"]})
    yield good("mirrors-of-another", "another piece's image", (0, size, 2, 0, 1), piece(0, mirrors=["file:///vectors/1.png"]))
    yield bad("mirrors-16", "", piece(1, mirrors=many(16)))
    yield bad("mirrors-empty", "", piece(0, mirrors=[]))
    yield bad("mirrors-null", "", piece(0, mirrors=None))
    yield bad("mirrors-text", "no array", piece(0, mirrors="https://h.example/a.png"))
    yield bad("mirrors-object", "", piece(0, mirrors={"key": "https://h.example/a.png"}))
    yield bad("mirrors-number", "", piece(0, mirrors=[1]))
    yield bad("mirrors-nested", "", piece(0, mirrors=[many(1)]))
    yield bad("mirrors-null-in-array", "", piece(0, mirrors=[*many(1), None]))
    yield bad("mirrors-twice", "", piece(0, mirrors=many(2) + many(1)))
    yield bad("mirrors-the-key", "", piece(0, mirrors=["file:///vectors/0.png"]))
    yield bad("mirrors-empty-text", "", piece(0, mirrors=[""]))
    yield bad("mirrors-control", "", piece(0, mirrors=["https://h.example/\x1b[2J"]))
    yield bad("mirrors-white-space-at-end", "", piece(0, mirrors=["https://h.example/a.png "]))
    yield bad("mirrors-long", "8193 characters", piece(0, mirrors=["a" * 8193]))
    yield bad("mirrors-with-secret", "", piece(0, mirrors=["https://h.example/a.png#sx2." + base64url(bytes(32))]))
    text = json.dumps(piece(0, mirrors=many(1))).encode()
    yield bad("mirrors-field-twice", "", text.replace(b'"mirrors":', b'"mirrors": ["a"], "mirrors":'))


def groups():
    whole = grouped()
    size = whole["size"]
    good, bad = (lambda *a: a), (lambda name, comment, word, value: (name, comment, word, value))
    yield good("parity", "a full group and a short one", (0, size, 5, 2, 0), whole)
    yield good("parity-level-1", "", (1, size, 5, 2, 0), grouped(level=1))
    yield good("parity-level-3", "", (3, size, 5, 2, 0), grouped(level=3))
    yield good("parity-all-short", "a writer may end a group early", (0, 150, 5, 3, 0), grouped(((10, 20), (40, 30), (50,))))
    yield good("parity-longest-last", "", (0, 60, 3, 1, 0), grouped(((10, 20, 30),)))
    yield good("parity-longest-first", "", (0, 60, 3, 1, 0), grouped(((30, 20, 10),)))
    yield good("parity-1-1", "the smallest", (0, 30, 3, 3, 0), grouped(((10,), (10,), (10,)), {"k": 1, "m": 1}))
    yield good("parity-254-1", "", (0, 254, 254, 1, 0), grouped(((1,) * 254,), {"k": 254, "m": 1}))
    yield good("parity-1-254", "", (0, 1, 1, 1, 0), grouped(((1,),), {"k": 1, "m": 254}))
    yield good("parity-200-55", "", (0, 101, 101, 1, 0), grouped(((1,) * 101,), {"k": 200, "m": 55}))
    yield good("parity-no-pieces", "an empty file has no group", (0, 0, 0, 0, 0), grouped(()))
    yield good("parity-inline", "a file in the manifest has no group either", (0, 5, 0, 0, 0), inline(b"hello", parity=PARITY))
    yield good("parity-head-last", "any order of fields", (0, size, 5, 2, 0), head_last(whole))
    yield good("parity-first-in-entry", "", (0, size, 5, 2, 0), {**whole, "pieces": [dict(reversed(p.items())) for p in whole["pieces"]]})
    yield good("parity-unknown-fields", "ignored, in the head and in the parity", (0, size, 5, 2, 0),
               {**first(0, x=[{}], seq=7, offset=-1, parity=[1]), "parity": {**PARITY, "x": None, "size": "a"}})
    yield good("parity-mirrors", "of data and of parity", (0, size, 5, 2, 17), with_mirrors(first(1, mirrors=many(15))))
    yield good("parity-public", "no secrets", (0, size, 5, 2, 0),
               {**whole, "pieces": [without({**p, **({"parity": [without(i, "secret") for i in p["parity"]]} if "parity" in p else {})}, "secret")
                                    for p in whole["pieces"]]})
    yield good("parity-critical", "", (0, size, 5, 2, 0), grouped(critical=["parity"]))
    yield good("parity-nested-8", "as deep as it goes, with what nobody knows", (0, size, 5, 2, 1), first(0, mirrors=many(1), x=[[[]]]))

    for name in ("k", "m"):
        yield bad(f"parity-{name}-missing", "", name, {**whole, "parity": without(PARITY, name)})
        for comment, value in (("0", 0), ("negative", -1), ("fraction", 2.5), ("point", float(PARITY[name])), ("text", "2"), ("null", None),
                               ("true", True), ("huge", 2**63)):
            yield bad(f"parity-{name}-{comment}", "", name, head(**{name: value}))
        yield bad(f"parity-{name}-0-no-pieces", "and so no group that tells", name, {**manifest(()), "parity": {**PARITY, name: 0}})
        yield bad(f"parity-{name}-0-inline", "", name, inline(b"hello", parity={**PARITY, name: 0}))
    yield bad("parity-m-0-agreed", "and no parity in any group", "m", grouped(parity={"k": 3, "m": 0}))
    yield bad("parity-256", "255 are the most", "parity", grouped(((1,),), {"k": 1, "m": 255}))
    yield bad("parity-128-128", "", "parity", grouped(((1,),), {"k": 128, "m": 128}))
    yield bad("parity-256-no-pieces", "", "parity", grouped((), {"k": 254, "m": 2}))
    yield bad("parity-inline-256", "", "parity", inline(b"hello", parity={"k": 254, "m": 2}))
    yield bad("parity-null", "", "parity", {**whole, "parity": None})
    yield bad("parity-text", "", "parity", {**whole, "parity": "3+2"})
    yield bad("parity-array", "", "parity", {**whole, "parity": [3, 2]})
    yield bad("parity-twice", "", "parity", json.dumps(whole).encode().replace(b'"parity": {', b'"parity": {"k": 3, "m": 2}, "parity": {', 1))
    yield bad("parity-k-twice", "", "k", json.dumps(whole).encode().replace(b'"k": 3', b'"k": 3, "k": 3'))
    yield bad("parity-without-head", "in an entry", "parity", without(whole, "parity"))
    yield bad("parity-empty-without-head", "in an entry", "parity", without(ended(2, []), "parity"))
    for name, parity in (("null", None), ("1", [image(1, CAPACITY)])):
        yield bad(f"parity-{name}-without-head", "in an entry", "parity", piece(1, parity=parity))
    yield bad("parity-head-alone", "no group ends", "parity", {**manifest(), "parity": PARITY})
    yield bad("parity-last-without", "the last entry ends no group", "parity", ended(4, None))
    yield bad("parity-group-too-long", "4 of 3", "parity", grouped(((1,) * 4,)))
    yield bad("parity-group-too-long-later", "the second of three", "parity", grouped(((1,) * 3, (1,) * 4, (1,))))
    yield bad("parity-group-not-ended", "two groups as one", "parity", ended(2, None))
    yield bad("parity-too-few", "1 of 2", "parity", ended(2, [image(1, CAPACITY)]))
    yield bad("parity-too-many", "3 of 2", "parity", ended(2, [image(number, CAPACITY) for number in range(3)]))
    yield bad("parity-head-last-k", "the head comes after a group that is too long for it", "parity", head_last(head(k=2)))
    yield bad("parity-head-last-m", "the head comes after groups with fewer than it says", "parity", head_last(head(m=3)))
    yield bad("parity-head-last-last-without", "", "parity", head_last(ended(4, None)))
    yield bad("parity-none", "an empty array", "parity", ended(4, []))
    yield bad("parity-entry-null", "", "parity", {**whole, "pieces": [*whole["pieces"][:4], {**whole["pieces"][4], "parity": None}]})
    yield bad("parity-entry-object", "", "parity", ended(2, image(1, CAPACITY)))
    yield bad("parity-of-numbers", "", "parity", ended(2, [1, 2]))
    yield bad("parity-of-nulls", "", "parity", ended(2, [None, None]))
    yield bad("parity-of-text", "locators alone", "parity", ended(2, many(2)))
    yield bad("parity-of-arrays", "", "parity", ended(2, [[], []]))
    yield from images()
    yield bad("parity-nested-9", "9 deep", "JSON", first(0, x=[[[[]]]]))


def with_mirrors(changed):
    changed["pieces"][0]["mirrors"] = many(2)
    return changed


def images():
    """What is wrong in a piece of parity."""
    def bad(name, comment, word, value):
        return f"parity-{name}", comment, word, value

    for field in ("key", "size", "checksum"):
        yield bad(f"{field}-missing", "", field, first(1, drop=[field]))
    for number in (0, 1):
        yield bad(f"size-smaller-{number}", "than the longest of its group", "size", first(number, size=CAPACITY - 1))
    yield bad("size-of-the-last", "and not of the longest", "size", ended(4, [image(8, 100), image(9, 100)]))
    yield bad("size-larger", "", "size", ended(4, [image(8, 501), image(9, 501)]))
    yield bad("size-over-capacity", "", "size", first(0, size=CAPACITY + 1))
    yield bad("size-0", "", "size", first(0, size=0))
    yield bad("size-text", "", "size", first(0, size=str(CAPACITY)))
    yield bad("size-huge", "", "size", first(0, size=2**63))
    yield bad("key-empty", "", "key", first(0, key=""))
    yield bad("key-control", "", "key", first(0, key="file:///a\x00.png"))
    yield bad("key-long", "8193 characters", "key", first(0, key="a" * 8193))
    yield bad("key-number", "", "key", first(0, key=1))
    yield bad("checksum-empty", "", "checksum", first(1, checksum=""))
    yield bad("checksum-short", "", "checksum", first(1, checksum="sha256:abcd"))
    yield bad("checksum-upper-case", "", "checksum", first(1, checksum="sha256:" + "A" * 64))
    yield bad("secret-short", "", "secret", first(0, secret="AAAA"))
    yield bad("secret-not-canonical", "", "secret", first(0, secret="A" * 42 + "B"))
    yield bad("secret-null", "", "secret", first(0, secret=None))
    yield bad("mirrors-16", "", "mirrors", first(0, mirrors=many(16)))
    yield bad("mirrors-empty", "", "mirrors", first(0, mirrors=[]))
    yield bad("mirrors-text", "", "mirrors", first(1, mirrors="a"))
    yield bad("mirrors-twice", "", "mirrors", first(1, mirrors=["a", "b", "a"]))
    yield bad("mirrors-the-key", "", "mirrors", first(1, mirrors=[grouped()["pieces"][2]["parity"][1]["key"]]))
    yield bad("mirrors-empty-text", "", "mirrors", first(1, mirrors=["a", ""]))
    text = json.dumps(grouped()).encode()
    yield bad("field-twice", "", "key", text.replace(b'"key": "file:///vectors/parity', b'"key": "a", "key": "file:///vectors/parity', 1))


def cases():
    yield from copies()
    yield from groups()
