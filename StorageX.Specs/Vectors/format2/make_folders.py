#!/usr/bin/env python3
"""Makes whole uploads of folders in a directory, sound and unsound: make_folders.py DIR

DIR/images gets the images, DIR/index.tsv a line each: name, key, the digest of the restored folder or `refused`, what it shows. README.md says
how the digest is made. Locators are absolute, so these are made where they are used. Needs what make_uploads.py needs.
"""
import datetime, hashlib, json, os, pathlib, random, stat, sys
import make_parity_uploads
from make_uploads import CAPACITY, Uploads
from sx2 import *
from tree_cases import file, folder, line, link, parents


def listed(path, kind, mode="-", mtime="-", target=None, content=None):
    """A line of the listing. The path and the target are bytes, the mode a number, the time one of 100 ns since 1970."""
    digest = "-" if content is None else hashlib.sha256(content).hexdigest()
    return f"{path.hex() or '-'} {kind} {mode if mode == '-' else format(mode, 'o')} {mtime} {'-' if target is None else target.hex()} {digest}\n".encode()


def digest(lines):
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()


def digest_of(directory):
    """The digest of a folder that was restored."""
    directory = os.fsencode(directory)

    def walk(path):
        whole = os.path.join(directory, path) if path else directory
        found = os.lstat(whole)
        settled = (stat.S_IMODE(found.st_mode), found.st_mtime_ns // 100)
        if stat.S_ISLNK(found.st_mode):
            yield listed(path, "link", target=os.readlink(whole))
        elif stat.S_ISDIR(found.st_mode):
            yield listed(path, "dir", *settled)
            for name in os.listdir(whole):
                yield from walk(os.path.join(path, name))
        else:
            yield listed(path, "file", *settled, content=pathlib.Path(os.fsdecode(whole)).read_bytes())

    return digest(walk(b""))


def ticks(time):
    whole, _, fraction = time.rstrip("Z").partition(".")
    since = datetime.datetime.fromisoformat(whole) - datetime.datetime(1970, 1, 1)
    return (since.days * 86400 + since.seconds) * 10**7 + int(fraction.ljust(7, "0")[:7])


def expected(entries):
    """The digest of what must come of entries and the contents of files."""
    lines = []
    for fields, content in entries:
        path, kind = fields["path"].encode(), fields["type"]
        if kind == "link":
            lines.append(listed(path, kind, target=fields["target"].encode()))
        else:
            lines.append(listed(path, kind, int(fields["mode"], 8) & 0o777, ticks(fields["mtime"]), content=content if kind == "file" else None))
    return digest(lines)


def whole(*entries):
    """Entries with their contents, behind the folder itself. One that is not a pair has no content."""
    return [entry if isinstance(entry, tuple) else (entry, b"") for entry in (folder(""), *entries)]


def kept(path, content, **more):
    return file(path, len(content), **more), content


def stream(entries):
    """The contents and the tree."""
    contents = b"".join(content[at:at + length] for fields, content in entries for at, length in fields.get("data", [[0, len(content)]]))
    return contents, b"".join(line(fields) for fields, _ in entries)


class Folders(Uploads):
    def tree(self, contents, text, pieces=None, private=True, **more):
        """The manifest of a folder. `pieces` gives the sizes of all but the last."""
        data, entries, offset = contents + text, [], 0
        for size in pieces or ():
            entries += self.moved(self.pieces(data[offset:offset + size], private=private), len(entries), offset)
            offset += size
        entries += self.moved(self.pieces(data[offset:], private=private), len(entries), offset)
        return {**self.manifest(len(data), entries), "filename": "folder", "tree": {"offset": len(contents)}, "critical": ["tree"], **more}

    @staticmethod
    def moved(entries, seq, offset):
        return [{**entry, "seq": entry["seq"] + seq, "offset": entry["offset"] + offset} for entry in entries]

    def inline(self, contents, text, **more):
        data = contents + text
        manifest = {name: value for name, value in self.tree(b"", b"", **more).items() if name != "pieces"}
        return {**manifest, "size": len(data), "tree": {"offset": len(contents)}, "inline": base64.b64encode(data).decode()}

    def upper(self, manifest, levels, size):
        """The manifest above a manifest, as many levels as are wanted."""
        for level in range(1, levels + 1):
            text = json.dumps(manifest).encode()
            manifest = {**self.manifest(len(text), self.pieces(text, MANIFEST, size=size), level=level), "filename": "folder"}
        return manifest

    def restored(self, name, comment, entries, levels=0, size=CAPACITY, without=(), **how):
        manifest = self.upper(self.tree(*stream(entries), **how), levels, size)
        left = [(fields, content) for fields, content in entries if fields["path"] not in without]
        self.rows.append((name, self.root(manifest, b"" if how.get("private") is False else bytes(range(32))), expected(left), comment))

    def refused(self, name, comment, contents, text, **how):
        self.rows.append((name, self.root(self.tree(contents, text, **how)), "refused", comment))


def sound(to, noise):
    empty = whole()
    to.rows.append(("empty", to.root(to.inline(*stream(empty))), expected(empty), "an empty folder, inline"))
    few = whole(kept("a", b"hello"), file("b"), folder("c"), link("d", "a"))
    to.rows.append(("inline", to.root(to.inline(*stream(few))), expected(few), "files that are inline with the tree"))
    to.restored("empty-piece", "an empty folder in a piece", empty)
    to.restored("files-empty", "the tree begins the stream", whole(file("a"), file("b")))
    files = whole(kept("a", noise), folder("b"), kept("b/c", noise[:1000]), file("b/d"), kept("b/e", noise[:2 * CAPACITY]), kept("b.f", b"x"), kept("g", noise[5:]))
    to.restored("files", "pieces end anywhere", files)
    to.restored("files-pieces", "pieces begin with a file, and with the tree", files, pieces=[CAPACITY, CAPACITY, CAPACITY, 5, 1000, CAPACITY, CAPACITY, 1, CAPACITY, CAPACITY, CAPACITY])
    to.restored("public", "a bare locator opens it", files, private=False)
    to.restored("last-byte", "the last byte of the tree has a piece of its own", few, pieces=[len(b"".join(stream(few))) - 1])
    many = whole(folder("many"), *(kept("many/%03d" % number, b"%d" % number, mtime="2026-11-22T20:15:00.%09dZ" % number) for number in range(300)))
    to.restored("tree-pieces", "the tree has several pieces", many)
    to.restored("level-1", "a manifest of two levels", many, levels=1, size=700)
    to.restored("level-2", "a manifest of three levels", many, levels=2, size=900)

    holes = bytearray(1 << 20)
    for at, length in ((4096, 100), (70000, CAPACITY), ((1 << 20) - 3, 3)):
        holes[at:at + length] = noise[:length]
    stretches = [[4096, 100], [70000, CAPACITY], [(1 << 20) - 3, 3]]
    to.restored("sparse", "files with holes", whole(
        kept("end", noise[:10] + bytes(1 << 20), data=[[0, 10]]), kept("hole", bytes(1 << 20), data=[]), kept("holes", bytes(holes), data=stretches), kept("whole", noise[:9])))
    to.restored("links", "they lead anywhere, and are followed by nobody", whole(
        kept("a", b"hello"), link("absolute", "/etc"), folder("b"), link("b/file", "../a"), link("b/up", "../.."), link("itself", "itself"), link("nowhere", "no such file"),
        link("to-b", "b"), folder("to-b-"), kept("to-b-/c", b"below"), link("to-c", "./b/\n")))
    names = sorted((" ", "-rf", "a b", "\"'`$(a)", "a\\b", "line\nfeed", "\x1b[2J", "e\u0301", "\u00e9", "a\u202egpj.exe", "\ufffd", "😀", "...", "n" * 255, "é" * 127),
                   key=lambda name: name.encode())
    to.restored("names", "all that a file system of Unix holds", whole(*(kept(name, name.encode()) for name in names)))
    to.restored("order", "by names, not by whole paths", whole(
        folder("a"), kept("a/b", b"1"), folder("a b"), kept("a b/c", b"2"), kept("a-b", b"3"), kept("a.b", b"4"), kept("a0", b"5")))
    deep = "/".join("%02d" % at + "d" * 98 for at in range(29)) + "/e"
    to.restored("deep", "a path of 2930 bytes", whole(*parents(deep), kept(deep, b"below")))
    to.restored("modes", "rights are those for reading, writing and executing", whole(
        *(kept(f"{mode}", b"x", mode=mode) for mode in ("0400", "407", "4755", "6755")), folder("dir", mode="1777"), folder("dir-setgid", mode="2750")))
    to.restored("read-only", "a folder that takes nothing more once it is whole; who deletes it must give it more rights first", whole(
        folder("a", mode="555"), kept("a/b", b"x", mode="444"), folder("a/c", mode="500"), kept("a/c/d", b"y", mode="400")))
    times = ("1969-12-31T23:59:59.5Z", "1970-01-01T00:00:00Z", "1999-12-31T23:59:59.123456789Z", "2024-02-29T00:00:00.000000001Z", "2037-12-31T00:00:00.9999999Z")
    to.restored("times", "of files and of folders, before 1970 too", whole(
        *(entry for at, time in enumerate(times) for entry in (folder(f"d{at}", mtime=time), kept(f"d{at}/a", b"x", mtime=time)))))
    to.restored("too-long", "names that the file system does not hold are left out, with what is below, and told", whole(
        kept("a", noise[:4000]), folder("b" * 300), kept("b" * 300 + "/c", noise[:5000]), kept("c" * 256, noise[:700]), kept("d", noise[:800]), link("e" * 256, "a")),
        without=("b" * 300, "b" * 300 + "/c", "c" * 256, "e" * 256))
    to.restored("too-long-wide", "bytes count, not characters", whole(kept("é" * 127, b"kept"), kept("é" * 128, b"left out")), without=("é" * 128,))


def unsound(to, noise):
    victim = noise[:3 * CAPACITY]
    files = whole(kept("a", victim), kept("b", b"hello"))
    contents, tree = stream(files)

    def broken(name, comment, *entries):
        to.refused(name, comment, *stream(whole(*entries)))

    broken("through-link", "a -> /etc, then a/x", link("a", "/etc"), kept("a/x", b"x"))
    broken("through-link-beside", "a link to where the folder is made", kept("0", victim), link("a", ".."), kept("a/escaped", b"x"))
    broken("through-link-folder", "a folder in it", link("a", ".."), folder("a/escaped"))
    broken("through-file", "below a file", kept("a", b"x"), kept("a/b", b"x"))
    broken("link-and-folder", "one name, a link and a folder", link("a", ".."), folder("a"), kept("a/escaped", b"x"))
    broken("up", "../escaped", kept("../escaped", b"x"))
    broken("up-within", "a/../../escaped", folder("a"), kept("a/../../escaped", b"x"))
    broken("up-folder", "..", folder(".."), kept("../escaped", b"x"))
    broken("absolute", "/tmp/storagex-escaped", kept("/tmp/storagex-escaped", b"x"))
    broken("nul", "a name that ends early in C", kept("a\0b", b"x"))
    broken("not-listed", "the folder that it is in", kept("a/b", b"x"))
    broken("order", "b before a", kept("b", b"x"), kept("a", b"x"))
    broken("order-strings", "ascending as strings, not name by name", folder("a"), kept("a-b", b"x"), kept("a/b", b"x"))
    broken("twice", "one file twice, so that the second would replace the first", kept("a", b"x"), kept("a", b"y"))
    to.refused("folder-is-link", "the first line is a link", b"", line(link("", "/tmp")) + line(file("escaped")))
    first, last = stream(whole(*(kept("%03d" % at, b"x") for at in range(300))))
    to.refused("late", "all is sound but the end of the last of 301 lines", first, last[:-1])
    to.refused("stored-less", "the files have a byte more than is before the tree", contents, stream(whole(kept("a", victim), (file("b", 6), b"")))[1])
    to.refused("stored-skip", "they skip a byte more", contents, stream(whole(kept("a", victim), (file("b", 5, skip=1), b"")))[1])
    to.refused("tree-empty", "the tree is white space", contents, b"\n")
    to.refused("tree-noise", "random bytes", contents, noise[:100])
    to.refused("tree-and-more", "zeros behind it", contents, tree + bytes(1000))
    to.refused("offset-before", "the tree begins a byte too early", contents, tree, tree={"offset": len(contents) - 1})
    to.refused("offset-second-line", "the tree begins with its second line", contents, tree, tree={"offset": len(contents) + len(line(folder("")))})
    to.refused("offset-size", "nothing is left for the tree", contents, tree, tree={"offset": len(contents) + len(tree)})
    to.refused("offset-none", "no offset at all", contents, tree, tree={})
    to.refused("not-critical", "a reader from before would take it for a file", contents, tree, critical=[])
    to.refused("level", "at level 1", contents, tree, level=1)
    to.rows.append(("inline-short", to.root({**to.inline(*stream(whole(kept("a", b"hello")))), "tree": {"offset": 4}}), "refused", "inline, and the offset is wrong"))
    manifest = to.tree(contents, tree, pieces=[CAPACITY, CAPACITY, CAPACITY + 5])
    for name, comment, seq in (("content", "a piece of a file is gone, and those before are there", 2), ("tree", "a piece of the tree is gone", -1)):
        entries = list(manifest["pieces"])
        entries[seq] = {**entries[seq], "key": to.images.resolve().as_uri() + "/lost.png"}
        to.rows.append((f"lost-{name}", to.root({**manifest, "pieces": entries}), "refused", comment))


def grouped(to, noise):
    """A folder with parity: data and a piece of the tree are gone."""
    entries = whole(kept("a", noise[:700]), kept("b", noise[:900]), *(kept("c%02d" % at, b"x") for at in range(20)))
    contents, tree = stream(entries)
    data = contents + tree
    pieces = [data[at:at + 500] for at in range(0, len(data), 500)]
    for name, gone, comment in (("parity", (), "with parity, as stored"), ("parity-gone", ("data 0", "data 2", f"data {len(pieces) - 1}"), "three pieces are gone, one of the tree")):
        upload = make_parity_uploads.Upload(to.images.parent, f"folder {name}", gone)
        manifest = {**upload.manifest(pieces, scheme=(3, 2)), "filename": "folder", "tree": {"offset": len(contents)}, "critical": ["tree"]}
        to.rows.append((name, upload.root(manifest), expected(entries), comment))


def main(directory):
    to = Folders(pathlib.Path(directory))
    noise = random.Random(5).randbytes(3 * CAPACITY + 5)
    for make in (sound, unsound, grouped):
        make(to, noise)
    with open(pathlib.Path(directory) / "index.tsv", "w") as index:
        for name, key, result, comment in to.rows:
            print(name, key, result, comment, sep="\t", file=index)


if __name__ == "__main__":
    main(sys.argv[1])
