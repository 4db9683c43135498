#!/usr/bin/env python3
"""Makes uploads with copies, parity and further locators, whole and with images gone: make_parity_uploads.py DIR

DIR/images and DIR/second get the images, DIR/index.tsv a line each; see README.md. Every upload has images of its own, so that those that are
gone are missing in it alone. Locators are absolute, so these are made where they are used. Needs what make_uploads.py needs.
"""
import hashlib, json, pathlib, random, sys
from make_uploads import CAPACITY, SIDE
from sx2 import *

DEEP = "level 1 as well"


class Upload:
    """One upload, the images of which have names: "data 3", "parity 1.0" (group and number), with a level before and a copy behind:
    "1 data 3", "data 3 copy 1"; "root" and "root copy 1". Those in `gone` are not stored; `changed` gives others for some."""

    def __init__(self, directory, name, gone=(), changed=None, public=False):
        self.directory, self.name, self.public = directory, name, public
        self.gone, self.changed, self.names, self.missing = set(gone), dict(changed or {}), set(), []
        self.user = hashlib.sha256(name.encode()).digest()

    def image(self, label, payload, host="images", name=None):
        assert label not in self.names
        self.names.add(label)
        name = name or hashlib.sha256(f"{self.name} {label}".encode()).hexdigest() + ".png"
        path = self.directory / host / name
        if label in self.gone:
            self.missing.append(f"{host}/{name}")
        elif label in self.changed:
            path.write_bytes(self.changed[label](payload))
        else:
            path.write_bytes(canvas(payload))
        return path.resolve().as_uri()

    def entry(self, label, raw, kind, mirrors, sealed=None):
        secret = b"" if self.public else piece_secret(self.user, raw)
        sealed = sealed or seal(raw, secret, kind)
        copies = {"mirrors": [self.image(f"{label} copy {copy}", sealed) for copy in range(1, mirrors + 1)]} if mirrors else {}
        return {"key": self.image(label, sealed), **copies, "size": len(raw), "checksum": "sha256:" + hashlib.sha256(raw).hexdigest(),
                **({} if self.public else {"secret": base64url(secret)})}

    def manifest(self, pieces, level=0, scheme=None, mirrors=0, ends=(), false=False):
        """The manifest that lists the pieces of a level. A group ends early behind the pieces in `ends`."""
        kind, prefix, entries, group, groups, offset = MANIFEST if level else DATA, f"{level} " if level else "", [], [], 0, 0
        for seq, raw in enumerate(pieces):
            entries.append({"seq": seq, "offset": offset, **self.entry(f"{prefix}data {seq}", raw, kind, mirrors)})
            offset += len(raw)
            group.append(raw)
            if scheme and (len(group) == scheme[0] or seq in ends or seq == len(pieces) - 1):
                parity = parity_of(*scheme, group)
                parity = [raw[::-1] for raw in parity] if false else parity
                entries[-1]["parity"] = [self.entry(f"{prefix}parity {groups}.{number}", raw, PARITY, mirrors) for number, raw in enumerate(parity)]
                group, groups = [], groups + 1
        return {"protocol_version": 2.0, "filename": "file.bin", "created": "2026-11-22T20:15:00Z", "piece_width": SIDE, "piece_height": SIDE,
                **({"level": level} if level else {}), **({"parity": dict(zip("km", scheme))} if scheme else {}), "pieces": entries, "size": offset}

    def root(self, manifest, hosts=("images",), names=()):
        """The key, with a locator for each host."""
        secret = b"" if self.public else hashlib.sha256(b"root" + self.user).digest()
        sealed = seal(json.dumps(manifest).encode(), secret, MANIFEST)
        names = dict(enumerate(names))
        first, *further = [self.image("root" + (f" copy {at}" if at else ""), sealed, host, names.get(at)) for at, host in enumerate(hosts)]
        further = ["".join("%%%02X" % ord(c) if c in "+#% " else c for c in locator) for locator in further]
        fragment = f"#sx2.{base64url(secret)}" + "".join("+" + locator for locator in further)
        return first + (fragment if secret or further else "")


class Maker:
    def __init__(self, directory):
        self.directory, self.rows = directory, []
        for host in ("images", "second"):
            (directory / host).mkdir(parents=True)

    def make(self, name, expect, restored, copied, sizes, comment="", *, how=None, levels=(), hosts=("images",), names=(), alter=None, **upload):
        """An upload of pieces of those sizes, every other one text. expect: "file", "lost" or "refused"."""
        to = Upload(self.directory, name, **upload)
        noise = random.Random(name)
        lines = b"".join(b"%s, line %d\n" % (name.encode(), number) for number in range(1000))
        pieces = [lines[:size] if size > 600 and seq % 2 else noise.randbytes(size) for seq, size in enumerate(sizes)]
        manifest = to.manifest(pieces, **(how or {}))
        if alter:
            alter(manifest)
        for level, size, more in levels:
            text = json.dumps(manifest).encode()
            manifest = to.manifest([text[at:at + size] for at in range(0, len(text), size)], level, **more)
        key = to.root(manifest, hosts, names)
        unused = (to.gone | set(to.changed)) - to.names
        assert not unused, (name, unused)
        digest = hashlib.sha256(b"".join(pieces)).hexdigest() if expect == "file" else expect
        self.rows.append((name, key, digest, comment or "-", restored, copied, " ".join(to.missing) or "-"))


def altered(payload):
    return canvas(payload[:-1] + bytes([payload[-1] ^ 1]))


def cut(payload):
    png = canvas(payload)
    return png[:len(png) // 2]


def page(_):
    return b"<html>404</html>"


def other_kind(secret, raw, kind):
    return lambda _: canvas(seal(raw, secret, kind))


def every(label, count, copies=(0,)):
    """The names of the copies of some images."""
    return [f"{label} {seq}" + (f" copy {copy}" if copy else "") for seq in range(count) for copy in copies]


def mirrors(to):
    sizes, how = [CAPACITY, CAPACITY, CAPACITY, 100], {"mirrors": 2}
    to.make("mirrors", "file", 0, 0, sizes, "as stored", how=how)
    to.make("mirrors-first-gone", "file", 0, 4, sizes, "", how=how, gone=every("data", 4))
    to.make("mirrors-last-left", "file", 0, 4, sizes, "", how=how, gone=every("data", 4, (0, 1)))
    to.make("mirrors-gone", "file", 0, 0, sizes, "only the first is left", how=how, gone=every("data", 4, (1, 2)))
    to.make("mirrors-altered", "file", 0, 3, sizes, "altered, cut and no picture", how=how,
            changed={"data 0": altered, "data 1": cut, "data 2": page, "data 2 copy 1": altered})
    to.make("mirrors-public", "file", 0, 2, sizes, "", how=how, public=True, gone=["data 0", "data 3"])
    to.make("mirrors-of-text", "file", 0, 2, sizes, "of the manifest's pieces", levels=[(1, 700, how)], gone=["1 data 0", "1 data 1"])
    to.make("mirrors-all-gone", "lost", 0, 0, sizes, "every image of one piece", how=how, gone=["data 2", "data 2 copy 1", "data 2 copy 2"])
    to.make("mirrors-all-gone-of-text", "lost", 0, 0, sizes, "", levels=[(1, 700, {"mirrors": 1})], gone=["1 data 1", "1 data 1 copy 1"])

    def outside(manifest):
        for entry, locator in zip(manifest["pieces"], ("file:///etc/hostname", "http://127.0.0.1:1/a.png", "ftp://127.0.0.1/a.png", "a.png")):
            entry["mirrors"].insert(0, locator)

    to.make("mirrors-outside", "file", 0, 0, sizes, "locators that nobody follows count as not there", how=how, alter=outside)
    to.make("mirrors-outside-first-gone", "file", 0, 4, sizes, "they are passed over", how=how, alter=outside, gone=every("data", 4))
    to.make("mirrors-outside-all-gone", "lost", 0, 0, sizes, "", how={"mirrors": 1}, alter=outside, gone=["data 0", "data 0 copy 1"])


def groups(to, prefix, sizes, comment, how, **more):
    """3+2 in groups of pieces 0 to 2, 3 to 5 and 6 alone."""
    def make(name, expect, restored, gone, what):
        to.make(f"{prefix}-{name}", expect, restored, 0, sizes, f"{comment}: {what}", how=how, gone=gone, **more)

    make("whole", "file", 0, (), "as stored")
    make("one-gone", "file", 1, ["data 1"], "the simplest")
    make("data-gone", "file", 5, ["data 0", "data 1", "data 3", "data 5", "data 6"], "as many of each group as it has parity")
    make("mixed-gone", "file", 3, ["data 2", "parity 0.0", "data 4", "parity 1.1", "data 6", "parity 2.0"], "data and parity")
    make("parity-gone", "file", 0, [f"parity {group}.{number}" for group in range(3) for number in range(2)], "no parity is left")
    make("lost-data", "lost", 0, ["data 0", "data 1", "data 2"], "all data of the first group")
    make("lost-mixed", "lost", 0, ["data 3", "data 4", "parity 1.1"], "one too many")
    make("lost-short", "lost", 0, ["data 6", "parity 2.0", "parity 2.1"], "all of the short group")


def schemes(to):
    full = [CAPACITY] * 6 + [100]
    groups(to, "parity", full, "pieces of equal length", {"scheme": (3, 2)})
    groups(to, "parity-uneven", [500, CAPACITY, 1, 777, 2000, 650, 13], "pieces of other lengths", {"scheme": (3, 2)})
    groups(to, "parity-public", full, "no secrets", {"scheme": (3, 2)}, public=True)
    how = {"scheme": (10, 4)}
    rng = random.Random(4)
    for number in range(3):
        gone = []
        for group, count in enumerate((10, 10, 4)):
            images = [f"data {10 * group + at}" for at in range(count)] + [f"parity {group}.{at}" for at in range(4)]
            gone += rng.sample(images, 4)
        restored = sum(label.startswith("data") for label in gone)
        to.make(f"parity-10-4-{number}", "file", restored, 0, [300, 299, 301] * 8, "any 4 of every group gone", how=how, gone=gone)
    to.make("parity-1-1", "file", 2, 0, [300] * 3, "", how={"scheme": (1, 1)}, gone=["data 0", "data 2", "parity 1.0"])
    to.make("parity-2-6", "file", 3, 0, [300, 20, 40], "more parity than data", how={"scheme": (2, 6)},
            gone=["data 0", "data 1", "data 2", *(f"parity 0.{at}" for at in (0, 1, 3, 5)), *(f"parity 1.{at}" for at in range(5))])
    to.make("parity-ended-early", "file", 4, 0, [900] * 6, "groups that are short on purpose", how={"scheme": (3, 2), "ends": (0, 2)},
            gone=["data 0", "data 2", "data 3", "data 5", "parity 1.0", "parity 0.1"])


def damage(to):
    sizes, how = [CAPACITY] * 6 + [100], {"scheme": (3, 2)}
    to.make("parity-altered", "file", 3, 0, sizes, "altered, cut and no picture, of each group one", how=how,
            changed={"data 0": altered, "data 3": cut, "data 6": page, "parity 1.0": altered, "parity 2.0": page})
    raw = random.Random("parity-other-kind").randbytes(CAPACITY)
    secret = piece_secret(hashlib.sha256(b"parity-other-kind").digest(), raw)
    to.make("parity-other-kind", "file", 1, 0, sizes, "a piece of data in a container of parity counts as lost", how=how,
            changed={"data 0": other_kind(secret, raw, PARITY)})
    to.make("parity-altered-lost", "refused", 0, 0, sizes, "altered parity is none", how=how,
            gone=["data 0", "data 1"], changed={"parity 0.0": altered})
    to.make("parity-false-unused", "file", 0, 0, sizes, "parity of something else, and nothing is lost", how={**how, "false": True})
    to.make("parity-false", "refused", 0, 0, sizes, "parity of something else, rightly signed", how={**how, "false": True}, gone=["data 1"])
    both = {**how, "mirrors": 1}
    to.make("both", "file", 0, 0, sizes, "copies and parity: as stored", how=both)
    to.make("both-first-gone", "file", 0, 7, sizes, "copies come first", how=both, gone=every("data", 7))
    to.make("both-gone", "file", 2, 2, sizes, "a group of which copies of parity alone are left", how=both,
            gone=every("data", 2, (0, 1)) + ["parity 0.0", "parity 0.1"])
    to.make("both-lost", "lost", 0, 0, sizes, "", how=both, gone=every("data", 2, (0, 1)) + ["parity 0.0", "parity 0.0 copy 1"])


def deep(to):
    sizes, how = [CAPACITY] * 6 + [100], {"scheme": (3, 2)}
    levels = [(1, 1200, how)]
    to.make("deep", "file", 0, 0, sizes, f"{DEEP}: as stored", how=how, levels=levels)
    to.make("deep-text-gone", "file", 2, 0, sizes, f"{DEEP}: text", how=how, levels=levels, gone=["1 data 0", "1 data 2"])
    to.make("deep-both-gone", "file", 5, 0, sizes, f"{DEEP}: text and data", how=how, levels=levels,
            gone=["1 data 1", "1 parity 0.1", "1 data 3", "data 0", "data 1", "data 6", "parity 2.1"])
    to.make("deep-text-alone", "file", 2, 0, sizes, "level 1, and not level 0", levels=levels, gone=["1 data 0", "1 data 1"])
    to.make("deep-public", "file", 3, 0, sizes, f"{DEEP}, without secrets", how=how, levels=levels, public=True,
            gone=["1 data 0", "data 3", "data 6"])
    to.make("deep-twice", "file", 4, 0, sizes, "levels 1 and 2", how=how, levels=[(1, 500, how), (2, 1000, {"scheme": (2, 1)})],
            gone=["2 data 0", "1 data 1", "1 data 2", "data 6", "2 parity 1.0"])
    to.make("deep-lost", "lost", 0, 0, sizes, f"{DEEP}: text, one too many", how=how, levels=levels, gone=["1 data 0", "1 data 1", "1 parity 0.0"])
    to.make("deep-lost-below", "lost", 0, 0, sizes, f"{DEEP}: data, one too many", how=how, levels=levels,
            gone=["1 data 0", "data 0", "data 1", "data 2"])


def keys(to):
    sizes, two, three = [CAPACITY, 100], ("images", "second"), ("images", "second", "second")
    odd = {"names": (None, "100% a+b #1.png")}
    to.make("key", "file", 0, 0, sizes, "a root on two hosts: as stored", hosts=two)
    to.make("key-first-gone", "file", 0, 0, sizes, "", hosts=two, gone=["root"])
    to.make("key-further-gone", "file", 0, 0, sizes, "", hosts=two, gone=["root copy 1"])
    to.make("key-last-left", "file", 0, 0, sizes, "", hosts=three, gone=["root", "root copy 1"])
    to.make("key-first-altered", "file", 0, 0, sizes, "", hosts=two, changed={"root": altered})
    to.make("key-first-cut", "file", 0, 0, sizes, "", hosts=two, changed={"root": cut})
    to.make("key-first-page", "file", 0, 0, sizes, "an error page", hosts=two, changed={"root": page})
    to.make("key-first-public", "file", 0, 0, sizes, "replaced by a public root, which does not open with a secret", hosts=two,
            changed={"root": other_kind(b"", b"{}", MANIFEST)})
    to.make("key-public", "file", 0, 0, sizes, "an empty secret", hosts=two, public=True)
    to.make("key-public-first-gone", "file", 0, 0, sizes, "", hosts=three, public=True, gone=["root", "root copy 1"])
    to.make("key-with-parity", "file", 2, 0, [CAPACITY] * 3, "and the first locator gone", hosts=two, how={"scheme": (3, 2)},
            gone=["root", "data 0", "data 2"])
    to.make("key-all-gone", "lost", 0, 0, sizes, "", hosts=two, gone=["root", "root copy 1"])
    to.make("key-all-altered", "refused", 0, 0, sizes, "", hosts=two, changed={"root": altered, "root copy 1": page})
    # A locator is a URL: what the file's name has is percent-encoded in it, and that once more in the key.
    to.make("key-odd-name", "file", 0, 0, sizes, "a further locator with + and %", hosts=two, gone=["root"], **odd)


def main(directory):
    to = Maker(pathlib.Path(directory))
    for make in (mirrors, schemes, damage, deep, keys):
        make(to)
    with open(pathlib.Path(directory) / "index.tsv", "w") as index:
        for row in to.rows:
            print(*row, sep="\t", file=index)


if __name__ == "__main__":
    main(sys.argv[1])
