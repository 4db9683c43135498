"""The vectors of trees: (name, what it shows, expect, text, stored). expect is None where the tree is sound, or (what is wrong, the line).

stored is what is to be taken as `tree.offset`.
"""
import json

MTIME = "2026-11-22T20:15:00Z"
MOST = 2**53 - 1


def line(fields):
    """A line of a tree; bytes are one already, without its line feed."""
    return (fields if isinstance(fields, bytes) else json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()) + b"\n"


def tree(*entries):
    """The text of a tree, behind the line of the folder itself."""
    return b"".join(map(line, [folder(""), *entries]))


def folder(path, **more):
    return {"path": path, "type": "dir", "mode": "755", "mtime": MTIME, **more}


def file(path, size=0, **more):
    return {"path": path, "type": "file", "size": size, "mode": "644", "mtime": MTIME, **more}


def link(path, target, **more):
    return {"path": path, "type": "link", "target": target, "mtime": MTIME, **more}


def without(fields, *names):
    return {name: value for name, value in fields.items() if name not in names}


def parents(path):
    names = path.split("/")
    return [folder("/".join(names[:count])) for count in range(1, len(names))]


def sound():
    """(name, comment, text, stored)."""
    deep = "/".join("%02d" % at + "d" * 97 for at in range(40)) + "e"
    yield "empty", "an empty folder", tree(), 0
    yield "types", "of each type one", tree(folder("a"), file("a/b", 5), link("a/c", "b")), 5
    yield "example", "that of FORMAT.md", tree(
        folder("notes", mode="700"), file("notes/a.txt", 6, mtime="2026-11-22T20:14:59.5Z"),
        file("notes/disk.img", 1048576, data=[[0, 4096], [65536, 512]], mode="600"), link("notes-link", "notes/a.txt")), 6 + 4608
    yield "empty-file", "", tree(file("a")), 0
    yield "more-stored", "bytes before the tree that belong to nobody", tree(file("a", 3), file("b", 10, data=[[0, 1]])), 5
    yield "skip", "bytes before files that belong to nobody", tree(file("a", 3, skip=7), file("b"), file("c", 0, skip=1), file("d", 2, skip=MOST - 20)), MOST - 7
    yield "skip-others", "of folders and links it means nothing", tree(folder("a", skip=-1), link("b", "c", skip="x")), 0
    yield "several", "their sizes add up", tree(file("a", 3), file("b", 0), file("c", 4000)), 4003
    yield "sparse", "a hole at both ends and between", tree(file("a", 100, data=[[1, 2], [4, 90]])), 92
    yield "sparse-none", "the stream has nothing of it", tree(file("a", MOST, data=[])), 0
    yield "sparse-empty-none", "of no size", tree(file("a", 0, data=[])), 0
    yield "sparse-whole", "one stretch that is all", tree(file("a", 7, data=[[0, 7]])), 7
    yield "sparse-last-byte", "the last that there can be", tree(file("a", MOST, data=[[MOST - 1, 1]])), 1
    yield "sparse-4096", "the most stretches", tree(file("a", 8192, data=[[2 * at, 1] for at in range(4096)])), 4096
    yield "size-largest", "2^53 - 1", tree(file("a", MOST)), MOST
    yield "names-spaces", "", tree(file(" "), file(" a "), file("a b", 1)), 1
    yield "names-quotes", "", tree(file("\"'`$(a)\\"), file("'")), 0
    yield "names-control", "line feed, tab, escape and delete are names too", tree(file("\t"), file("\n"), file("\x1b[2J"), file("\x7f"), file("\x85")), 0
    yield "names-dashes", "", tree(file("-"), folder("--help"), file("--help/-rf"), file("-rf")), 0
    yield "names-dots", "", tree(file("..."), file("..a"), file(".a"), file("a.")), 0
    yield "names-of-windows", "names here, whatever else cannot hold", tree(file("C:"), file("CON"), file("NUL.txt"), file("a."), file("a:b"), file("a\\..\\b"), file("a\\b"), file("~")), 0
    yield "names-case", "two, where a file system may hold one", tree(folder("A"), file("A/b"), folder("a"), file("a/b")), 0
    yield "names-emoji", "", tree(file("👩‍👩‍👧.png"), file("😀")), 0
    yield "names-escaped", "any writing of a string", tree(folder("é"), b'{"p\\u0061th":"\\u00E9\\/\\ud83d\\uDE00","type":"f\\u0069le","size":1}'), 1
    yield "names-normal-forms", "NFD and NFC of one letter are two names", tree(file("e\u0301"), file("\u00e9")), 0
    yield "names-rtl", "marks of direction are kept", tree(file("a\u202egpj.exe"), file("\u05d0\u200f"), file("\u2066a\u2069")), 0
    yield "names-lines", "what other programs take for the end of a line", tree(file("a\u000bb"), file("a\u000cb"), file("a\u001eb"), file("a\u0085b"), file("a\u2028b"), file("a\u2029b")), 0
    yield "names-mark", "a byte order mark within", tree(file("a\ufeff"), file("\ufeff")), 0
    yield "names-no-characters", "U+FFFF and such are Unicode text", tree(file("\ufdd0"), file("\uffff"), file("\U0010ffff")), 0
    yield "order-utf-16", "bytes of UTF-8: U+FFFD is before U+10000", tree(file("\ue000"), file("\ufffd"), file("\U00010000"), file("😀")), 0
    yield "order-names", "what is in a folder comes before its longer neighbours", tree(
        folder("a"), file("a/b"), folder("a/b "), file("a/b /c"), file("a/b-"), file("a b"), file("a!"), folder("a-b"), file("a-b/c"), file("a.b"), file("a0")), 0
    yield "order-case", "capitals first", tree(file("B"), file("Z"), file("_"), file("a"), file("é")), 0
    yield "order-numbers", "by bytes, not as people count", tree(file("1"), file("10"), file("2"), file("\u0661")), 0
    yield "order-back", "from far below to the top", tree(*parents("a/b/c/d/e"), file("a/b/c/d/e"), file("a/b/d"), file("b")), 0
    yield "path-deep", "a path of 4000 bytes", tree(*parents(deep), file(deep, 1)), 1
    yield "path-16384", "the longest", tree(file("a" * 16384)), 0
    yield "path-16384-wide", "bytes are counted", tree(file("€" * 5461 + "a")), 0
    yield "mtime-missing", "", tree(without(file("a"), "mtime"), without(folder("b"), "mtime"), without(link("c", "a"), "mtime")), 0
    yield "mode-missing", "", tree(without(file("a"), "mode"), without(folder("b"), "mode")), 0
    yield "bare", "the folder too", line({"path": "", "type": "dir"}) + line({"path": "a", "type": "file", "size": 1}), 1
    times = ("2026-11-22T20:15:00Z", "2026-11-22T20:15:00.5Z", "2026-11-22T20:15:00.123456789Z", "2026-11-22T20:15:00.000000000Z", "0001-01-01T00:00:00Z",
             "9999-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z", "2024-02-29T12:00:00Z", "2000-02-29T12:00:00Z")
    yield "mtimes", "0, 1 and 9 digits, the first and the last, before 1970, leap days", tree(*(file(f"{at}", mtime=time) for at, time in enumerate(times))), 0
    modes = ("0", "7", "00", "64", "644", "0644", "4755", "7777")
    yield "modes", "1 to 4 digits", tree(*(file(f"{at}", mode=mode) for at, mode in enumerate(modes))), 0
    targets = ("/etc", "/etc/passwd", "../../..", ".", "a", "no such file", " ", "-", "line\nfeed", "a//b/", "\\\\server\\share", "C:", "t" * 4096, "€" * 1365 + "a")
    yield "targets", "they may lead anywhere, and are 1 to 4096 bytes", tree(*(link("%02d" % at, target) for at, target in enumerate(targets))), 0
    yield "link-beside", "to /etc, and a folder whose name goes on", tree(link("a", "/etc"), folder("a-"), file("a-/passwd", 3)), 3
    yield "unknown-fields", "ignored", tree(folder("a", size=-1, data="x", target=5), file("b", 2, target="", owner={"a": [1, None]}), link("c", "b", size=-1, data=0)), 2
    yield "unknown-nested", "8 deep", tree(line(file("a"))[:-2] + b',"x":[[[[[[[1]]]]]]]}'), 0
    yield "order-of-fields", "any", tree({"x": 1, "mode": "644", "size": 1, "type": "file", "path": "a"}, {"target": "a", "path": "b", "type": "link"}), 1
    yield "spaces", "white space of JSON, at the ends too", tree(b' \t{ "path" : "a" ,\t"type":"file", "size": 1 } \t'), 1
    yield "carriage-returns", "they are white space in JSON", tree(file("a", 1), link("b", "a")).replace(b"\n", b"\r\n"), 1
    yield "line-1-mib", "the longest, with the line feed", tree(line(file("a", x=""))[:-3] + b"x" * (2**20 - len(line(file("a", x="")))) + b'"}'), 0


def unsound():
    """(name, comment, what is wrong, the line, text), and stored if it is not 0."""
    one = line(file("a"))[:-1]

    def path(name, comment, value, about="path"):
        return name, comment, about, 2, tree(file(value))

    yield "path-missing", "", "path", 2, tree(without(file("a"), "path"))
    yield path("path-number", "", 1)
    yield path("path-null", "", None)
    yield path("path-absolute", "", "/etc/passwd")
    yield path("path-slash", "", "/")
    yield path("path-up", "", "..")
    yield path("path-up-and-name", "", "../a")
    yield "path-up-within", "", "path", 3, tree(folder("a"), file("a/../b"))
    yield "path-up-at-the-end", "", "path", 3, tree(folder("a"), folder("a/.."))
    yield path("path-dot", "", ".")
    yield path("path-dot-and-name", "", "./a")
    yield "path-dot-at-the-end", "", "path", 3, tree(folder("a"), folder("a/."))
    yield "path-empty-name", "", "path", 3, tree(folder("a"), file("a//b"))
    yield "path-slash-at-the-end", "", "path", 2, tree(folder("a/"))
    yield "path-empty-name-last", "", "path", 3, tree(folder("a"), file("a/"))
    yield "path-empty-name-listed", "", "path", 3, tree(folder("a"), folder("a/"), file("a//b"))
    yield path("path-nul", "U+0000", "a\0b")
    yield "path-surrogate", "half of a pair", "path", 2, tree(b'{"path":"a\\ud800","type":"file","size":0}')
    yield "path-surrogate-low", "the other half", "path", 2, tree(b'{"path":"\\ude00b","type":"file","size":0}')
    yield "path-surrogates-swapped", "", "path", 2, tree(b'{"path":"\\ude00\\ud83d","type":"file","size":0}')
    yield path("path-16385", "a byte too long", "a" * 16385)
    yield path("path-16386-wide", "bytes are counted, not characters", "€" * 5462)
    yield "path-empty-again", "", "path", 3, tree(file("a"), folder(""))
    yield "path-empty-file", "", "path", 2, tree(file(""))
    yield "first-missing", "the first line is not the folder", "path", 1, line(folder("a")) + line(file("a/b"))
    yield "first-file", "", "type", 1, line(file(""))
    yield "first-link", "the folder is a link", "type", 1, line(link("", "/etc")) + line(file("passwd"))

    yield "type-missing", "", "type", 2, tree(without(file("a"), "type"))
    yield "type-unknown", "", "type", 2, tree(file("a", type="fifo"))
    yield "type-capitals", "", "type", 2, tree(file("a", type="File"))
    yield "type-null", "", "type", 2, tree(file("a", type=None))
    yield "type-array", "", "type", 2, tree(file("a", type=["file"]))

    yield "size-missing", "", "size", 2, tree(without(file("a"), "size"))
    for name, value in (("negative", -1), ("fraction", 0.5), ("over-2-53", 2**53), ("over-2-64", 2**64), ("text", "0"), ("null", None), ("true", True)):
        yield f"size-{name}", "", "size", 2, tree(file("a", value, data=[]))
    yield "size-point", "a whole number has no fraction, not even of 0", "size", 2, tree(one.replace(b'"size":0', b'"size":1.0')), 1
    yield "size-exponent", "", "size", 2, tree(one.replace(b'"size":0', b'"size":1e1')), 10
    for name, comment, value in (
            ("null", "", None), ("object", "", {}), ("text", "", "[]"), ("number", "a stretch that is none", [0, 1]), ("short", "", [[0]]), ("long", "", [[0, 1, 2]]),
            ("text-within", "", [["0", 1]]), ("true", "", [[False, True]]), ("fraction", "", [[0, 1.5]]), ("negative", "", [[-1, 2]]), ("length-zero", "", [[0, 0]]),
            ("length-negative", "", [[5, -1]]), ("descending", "", [[5, 1], [0, 1]]), ("twice", "", [[0, 1], [0, 1]]), ("overlapping", "", [[0, 3], [2, 3]]),
            ("touching", "no gap between", [[0, 3], [3, 3]]), ("beyond", "", [[0, 11]]), ("behind", "begins at the size", [[10, 1]]),
            ("overflow", "the end is 2^63", [[1, 2**63 - 1]]), ("wraps", "the end is 2^64", [[2**64 - 1, 1]]), ("wraps-53", "", [[2**53 - 1, 2]])):
        have = sum(pair[1] for pair in value) if name in ("descending", "twice", "overlapping", "touching", "beyond", "behind", "true") else 0
        yield f"data-{name}", comment, "data", 2, tree(file("a", 10, data=value)), have
    yield "data-4097", "a stretch too many", "data", 2, tree(file("a", 9000, data=[[2 * at, 1] for at in range(4097)])), 4097

    yield "target-missing", "", "target", 2, tree(without(link("a", "b"), "target"))
    for name, comment, value in (("empty", "", ""), ("null", "", None), ("number", "", 1), ("nul", "U+0000", "a\0b"), ("4097", "a byte too long", "t" * 4097),
                                 ("4098-wide", "bytes are counted, not characters", "€" * 1366)):
        yield f"target-{name}", comment, "target", 2, tree(link("a", value))
    yield "target-surrogate", "half of a pair", "target", 2, tree(b'{"path":"a","type":"link","target":"\\udc00"}')

    for name, value in (
            ("offset", "2026-11-22T20:15:00+01:00"), ("offset-zero", "2026-11-22T20:15:00+00:00"), ("no-offset", "2026-11-22T20:15:00"),
            ("lower-case-z", "2026-11-22T20:15:00z"), ("lower-case-t", "2026-11-22t20:15:00Z"), ("space", "2026-11-22 20:15:00Z"), ("date", "2026-11-22"),
            ("10-digits", "2026-11-22T20:15:00.1234567890Z"), ("point", "2026-11-22T20:15:00.Z"), ("comma", "2026-11-22T20:15:00,5Z"),
            ("february-30", "2026-02-30T20:15:00Z"), ("february-29", "2026-02-29T20:15:00Z"), ("february-1900", "1900-02-29T20:15:00Z"),
            ("april-31", "2026-04-31T20:15:00Z"), ("month-0", "2026-00-22T20:15:00Z"), ("month-13", "2026-13-22T20:15:00Z"), ("day-0", "2026-11-00T20:15:00Z"),
            ("hour-24", "2026-11-22T24:00:00Z"), ("minute-60", "2026-11-22T20:60:00Z"), ("second-60", "2016-12-31T23:59:60Z"), ("year-0", "0000-01-01T00:00:00Z"),
            ("year-10000", "10000-01-01T00:00:00Z"), ("year-negative", "-001-01-01T00:00:00Z"), ("short", "2026-11-22T20:15Z"), ("no-seconds", "2026-11-22T20:15:Z"),
            ("one-digit", "2026-1-22T20:15:00Z"), ("line-feed", "2026-11-22T20:15:00Z\n"), ("space-before", " 2026-11-22T20:15:00Z"),
            ("other-digits", "٢٠٢٦-11-22T20:15:00Z"), ("number", 1795378500), ("empty", ""), ("null", None)):
        yield f"mtime-{name}", "a leap second" if name == "second-60" else "", "mtime", 2, tree(file("a", mtime=value))
    for name, value in (("8", "8"), ("empty", ""), ("long", "77777"), ("number", 644), ("space", " 644"), ("line-feed", "644\n"), ("minus", "-644"), ("prefix", "0o7"),
                        ("letters", "rwx"), ("other-digits", "٦٤٤"), ("null", None)):
        yield f"mode-{name}", "", "mode", 2, tree(file("a", mode=value))
    yield "mode-of-the-folder", "the first line has rules too", "mode", 1, line(folder("", mode="9"))

    yield "order", "", "order", 3, tree(file("b"), file("a"))
    yield "order-twice", "", "order", 3, tree(file("a"), file("a"))
    yield "order-folder-twice", "", "order", 4, tree(folder("a"), file("a/b"), folder("a"))
    yield "order-folder-and-file", "one name, two types", "order", 3, tree(folder("a"), file("a"))
    yield "order-strings", "ascending as strings, and not name by name", "order", 4, tree(folder("a"), file("a-b"), file("a/b"))
    yield "order-strings-dot", "", "order", 4, tree(folder("a"), file("a.b"), file("a/b"))
    yield "order-utf-16-units", "ascending in UTF-16, and not in UTF-8", "order", 3, tree(file("😀"), file("\ufffd"))
    yield "order-culture", "ascending to people, and not in bytes", "order", 3, tree(file("a"), file("B"))
    yield "order-as-people-count", "", "order", 3, tree(file("2"), file("10"))
    yield "order-returns", "a folder that was left already", "order", 5, tree(folder("a"), file("a/b"), folder("b"), file("a/c"))
    yield "order-normal-forms", "they count as they are", "order", 3, tree(file("\u00e9"), file("e\u0301"))

    yield "parent-file", "", "parent", 3, tree(file("a"), file("a/b"))
    yield "parent-link", "writes through a link", "parent", 3, tree(link("a", "/etc"), file("a/x", 5)), 5
    yield "parent-link-folder", "and a folder there", "parent", 3, tree(link("a", "/etc"), folder("a/x"), file("a/x/y"))
    yield "parent-link-within", "to the folder itself", "parent", 3, tree(link("a", "."), file("a/b"))
    yield "parent-missing", "", "parent", 2, tree(file("a/b"))
    yield "parent-later", "", "parent", 2, tree(file("a/b"), folder("b"))
    yield "parent-skipped", "one of two is listed", "parent", 3, tree(folder("a"), file("a/b/c"))
    yield "parent-alike", "another that looks the same", "parent", 3, tree(folder("e\u0301"), file("\u00e9/a"))
    yield "parent-capital", "", "parent", 3, tree(folder("A"), file("a/b"))

    for name, comment, value in (
            ("array", "", b"[]"), ("text", "", b'"a"'), ("number", "", b"1"), ("null", "", b"null"), ("cut", "", one[:-1]), ("twice", "two objects in a line", one + one),
            ("and-more", "", one + b"x"), ("comma", "", one + b","), ("carriage-return", "it does not end a line", one + b"\r" + line(file("b"))[:-1]),
            ("empty-line", "", b""), ("blank-line", "", b" \t"), ("mark", "a byte order mark at a later line", b"\xef\xbb\xbf" + one),
            ("not-utf-8", "", one.replace(b'"a"', b'"\xff"')), ("overlong", "another way to write a slash", one.replace(b'"a"', b'"b\xc0\xaf"')),
            ("surrogate", "written as three bytes", one.replace(b'"a"', b'"\xed\xa0\x80"')), ("beyond-unicode", "", one.replace(b'"a"', b'"\xf4\x90\x80\x80"')),
            ("latin-1", "", one.replace(b'"a"', b'"\xe9"')), ("nul", "a byte of 0 behind the object", one + b"\0"),
            ("single-quotes", "", one.replace(b'"', b"'")), ("no-quotes", "", one.replace(b'"path"', b"path")), ("comment", "", one + b"// a"),
            ("comment-within", "", one.replace(b"{", b"{/* a */")), ("comma-at-the-end", "", one[:-1] + b",}"), ("no-comma", "", one.replace(b',"size"', b'"size"')),
            ("no-value", "", one.replace(b'"size":0', b'"size":')), ("tab-in-text", "", one.replace(b'"a"', b'"a\tb"')), ("escape", "", one.replace(b'"a"', b'"\\x41"')),
            ("leading-zero", "", one.replace(b'"size":0', b'"size":00')), ("hexadecimal", "", one.replace(b'"size":0', b'"size":0x0')),
            ("plus", "", one.replace(b'"size":0', b'"size":+0')), ("nan", "", one[:-1] + b',"x":NaN}'), ("undefined", "", one[:-1] + b',"x":undefined}'),
            ("date", "", one[:-1] + b',"x":new Date(0)}'), ("field-twice", "", one[:-1] + b',"path":"b"}'),
            ("field-twice-escaped", "", one[:-1] + b',"p\\u0061th":"b"}'), ("unknown-field-twice", "", one[:-1] + b',"x":1,"x":1}'),
            ("nested", "9 deep", one[:-1] + b',"x":' + b"[" * 8 + b"]" * 8 + b"}"), ("nested-far", "100000 deep", one[:-1] + b',"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
            ("line-over-1-mib", "", one[:-1] + b',"x":"' + b"x" * 2**20 + b'"}'), ("spaces-over-1-mib", "", one + b" " * 2**20)):
        yield f"json-{name}", comment, "JSON", 2, tree(value)
    yield "json-mark-first", "a byte order mark", "JSON", 1, b"\xef\xbb\xbf" + tree()
    yield "json-utf-16", "", "JSON", 1, tree().decode().encode("utf-16-le")
    yield "json-one-array", "of all lines", "JSON", 1, b"[" + b",".join(line(fields)[:-1] for fields in (folder(""), file("a"))) + b"]\n"
    yield "json-over-lines", "line feeds within an object", "JSON", 2, tree(json.dumps(file("a"), indent=1).encode())
    yield "json-empty-line-at-the-end", "", "JSON", 3, tree(file("a")) + b"\n"
    yield "json-empty-line-first", "", "JSON", 1, b"\n" + tree()

    yield "end-empty", "no line at all", "end", 1, b""
    yield "end-missing", "no line feed after the last line", "end", 2, tree(file("a"))[:-1]
    yield "end-missing-at-once", "", "end", 1, tree()[:-1]
    yield "end-more", "what is no line", "end", 3, tree(file("a")) + b"{"
    yield "end-spaces", "white space behind the last line", "end", 3, tree(file("a")) + b"  "
    yield "end-nul", "zeros behind the tree", "end", 3, tree(file("a")) + bytes(16)
    yield "end-carriage-return", "in place of the last line feed", "end", 2, tree(file("a"))[:-1] + b"\r"
    yield "end-less-stored", "the stream has less", "end", 3, tree(file("a", 3), file("b", 10, data=[[0, 1]])), 3
    yield "end-skip", "what is skipped counts", "end", 2, tree(file("a", 3, skip=4)), 6
    yield "skip-0", "none is not written", "skip", 2, tree(file("a", 3, skip=0)), 3
    yield "skip-negative", "", "skip", 2, tree(file("a", 3, skip=-3)), 3
    yield "skip-fraction", "", "skip", 2, tree(file("a", 3, skip=1.5)), 5
    yield "skip-text", "", "skip", 2, tree(file("a", 3, skip="1")), 5
    yield "skip-2-53", "", "skip", 2, tree(file("a", 3, skip=2**53)), MOST
    yield "end-sparse", "a stretch is in the stream", "end", 2, tree(file("a", 10, data=[[0, 1]])), 0
    yield "end-wraps", "the sum is 2^64 + 5", "end", 2051, tree(*(file("%04d" % at, MOST) for at in range(2048)), file("a", 2048), file("b", 5)), 5


def cases():
    for name, comment, text, stored in sound():
        yield name, comment, None, text, stored
    for name, comment, about, number, text, *stored in unsound():
        yield name, comment, (about, number), text, stored[0] if stored else 0
