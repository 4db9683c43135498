#!/usr/bin/env python3
"""Makes whole uploads of format 2 in a directory, sound and unsound: make_uploads.py DIR

DIR/images gets the images, DIR/index.tsv a line each: name, key, the file's sha256 or `refused`, what it shows. Locators are
absolute, so these are made where they are used. Needs what sx2.py needs, and python3-pil.
"""
import hashlib, io, json, pathlib, random, sys
from sx2 import *

SIDE = 32
CAPACITY = SIDE * SIDE * 3 - 52
ROOT = bytes(range(100, 132))
USER = bytes(range(200, 232))


class Uploads:
    def __init__(self, directory):
        self.images = directory / "images"
        self.images.mkdir(parents=True)
        self.rows = []

    def image(self, payload, change=lambda png: png):
        """Keeps an image and gives its locator."""
        png = change(canvas(payload))
        path = self.images / (hashlib.sha256(png).hexdigest() + ".png")
        path.write_bytes(png)
        return path.resolve().as_uri()

    def pieces(self, data, kind=DATA, private=True, change=lambda png: png, size=CAPACITY):
        entries = []
        for seq, offset in enumerate(range(0, len(data), size)):
            raw = data[offset:offset + size]
            secret = piece_secret(USER, raw) if private else b""
            entries.append({"seq": seq, "key": self.image(seal(raw, secret, kind), change), "offset": offset, "size": len(raw),
                            "checksum": "sha256:" + hashlib.sha256(raw).hexdigest(), **({"secret": base64url(secret)} if private else {})})
        return entries

    def manifest(self, size, entries, **more):
        return {"protocol_version": 2.0, "filename": "file.bin", "size": size, "created": "2026-11-22T20:15:00Z",
                "piece_width": SIDE, "piece_height": SIDE, "pieces": entries, **more}

    def root(self, manifest, secret=ROOT, **fields):
        """Keeps a root and gives its key."""
        text = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
        kind = fields.pop("kind", MANIFEST)
        locator = self.image(container(text, secret, kind=kind, **fields) if fields else seal(text, secret, kind))
        return f"{locator}#sx2.{base64url(secret)}" if secret else locator

    def leveled(self, data, levels, size, **changes):
        """A key of a file whose manifest is `levels` levels above the first; changes are of the root alone."""
        manifest = self.manifest(len(data), self.pieces(data, size=size))
        for level in range(1, levels + 1):
            text = json.dumps(manifest, indent=1).encode()
            manifest = self.manifest(len(text), self.pieces(text, MANIFEST), level=level)
        return self.root({**manifest, **changes})

    def upload(self, data, **how):
        return self.root(self.manifest(len(data), self.pieces(data, **how)), ROOT if how.get("private", True) else b"")

    def good(self, name, data, key, comment=""):
        self.rows.append((name, key, hashlib.sha256(data).hexdigest(), comment))

    def bad(self, name, key, comment=""):
        self.rows.append((name, key, "refused", comment))


def again(**options):
    """Writes the same pixels in another way, as a host does."""
    def change(png):
        from PIL import Image
        mode, form = options.get("mode", "RGB"), options.get("form", "PNG")
        out = io.BytesIO()
        with Image.open(io.BytesIO(png)) as image:
            image = image.convert("L").convert(mode) if options.get("grey") else image.convert(mode)
            image.save(out, form, **({"lossless": True, "exact": True} if form == "WEBP" else {"optimize": True}))
        return out.getvalue()
    return change


def sound(to, noise, text):
    nothing = to.manifest(0, [])
    to.good("empty", b"", to.root(nothing))
    inline = {name: value for name, value in nothing.items() if name != "pieces"}
    for data in (b"", b"hello", noise[:1024]):
        to.good(f"inline-{len(data)}", data, to.root({**inline, "size": len(data), "inline": base64.b64encode(data).decode()}))
    for size in (1, CAPACITY - 1, CAPACITY, CAPACITY + 1, 3 * CAPACITY):
        to.good(f"noise-{size}", noise[:size], to.upload(noise[:size]))
    to.good("text", text, to.upload(text), "compressed")
    to.good("public", text + noise, to.upload(text + noise, private=False), "a bare locator opens it")
    to.good("zeros", bytes(5 * CAPACITY), to.upload(bytes(5 * CAPACITY)), "one image five times")
    to.good("uneven", noise[:1000], to.upload(noise[:1000], size=333), "no piece is full")
    for level in (1, 2, 3):
        to.good(f"level-{level}", noise[:400], to.leveled(noise[:400], level, 20))
    to.good("rgba", noise, to.upload(noise, change=again(mode="RGBA")), "a host that adds alpha")
    to.good("webp", noise, to.upload(noise, change=again(form="WEBP")), "a host that makes lossless WebP of it")


def unsound(to, noise, text):
    data = noise[:3 * CAPACITY]
    entries = to.pieces(data)
    def broken(name, comment, index, **fields):
        to.bad(name, to.root(to.manifest(len(data), [{**e, **fields} if i == index else e for i, e in enumerate(entries)])), comment)

    raw = data[CAPACITY:2 * CAPACITY]
    secret = piece_secret(USER, raw)
    broken("piece-lost", "no such image", 1, key=to.images.resolve().as_uri() + "/lost.png")
    broken("piece-swapped", "another piece's image", 1, key=entries[2]["key"])
    broken("piece-public", "replaced by a host: public where a secret belongs", 1, key=to.image(container(raw)))
    broken("piece-of-manifest-kind", "", 1, key=to.image(container(raw, secret, kind=MANIFEST)))
    broken("piece-altered", "one byte of the raster", 1, key=to.image(bytes([*container(raw, secret)[:-1], 0])))
    broken("piece-other-bytes", "sealed with the right secret, but not of this digest", 1, key=to.image(container(raw[::-1], secret)))
    broken("piece-shorter", "sealed with the right secret, but a byte short", 1, key=to.image(container(raw[:-1], secret)))
    broken("piece-bomb", "inflates to more than its size", 1,
           key=to.image(container(brotli(bytes(10**7)), secret, compression=1, raw_length=10**7)))
    broken("piece-cut", "half of a PNG", 1, key=to.image(container(raw, secret), change=lambda png: png[:len(png) // 2]))
    broken("piece-no-picture", "an error page", 1, key=to.image(b"", change=lambda png: b"<html>404</html>"))
    broken("piece-no-canvas", "a picture of something else", 1, key=to.image(b"", change=again(mode="L", grey=True)))
    broken("locator-outside", "", 1, key="file:///etc/hostname")
    broken("locator-dots", "", 1, key=to.images.resolve().as_uri() + "/../../../../etc/hostname")
    broken("locator-relative", "", 1, key="images/a.png")
    broken("locator-ftp", "", 1, key="ftp://127.0.0.1/a.png")
    broken("checksum-wrong", "", 1, checksum="sha256:" + "0" * 64)
    broken("secret-of-another", "", 1, secret=entries[0]["secret"])

    key = to.upload(text)
    to.bad("key-cut", key[:-1])
    to.bad("key-without-secret", key.partition("#")[0], "encrypted, and no secret")
    to.bad("key-altered", key[:-5] + ("A" if key[-5] != "A" else "B") + key[-4:])
    to.bad("key-not-canonical", key[:-1] + chr(ord(key[-1]) + 1))
    to.bad("key-format-3", key.replace("#sx2.", "#sx3."))
    public = to.upload(text, private=False)
    to.bad("key-with-needless-secret", f"{public}#sx2.{base64url(ROOT)}", "a root that a host replaced by a public one")
    to.bad("root-of-data-kind", to.root(to.manifest(0, []), kind=DATA))
    to.bad("root-format-1", to.image(b'{"protocol_version": 1.0, "filename": "a", "piece_width": 32, "piece_height": 32, "pieces": []}'))
    to.bad("root-not-json", to.root(b"hello"))
    to.bad("root-over-size", to.root(to.manifest(len(data) + 1, entries)))
    to.bad("critical", to.root(to.manifest(len(data), entries, critical=["canvas"])))
    to.bad("level-4", to.leveled(noise[:400], 4, 20), "one level too many")
    to.bad("level-skipped", to.leveled(noise[:400], 1, 20, level=2), "level 2 above level 0")
    to.bad("level-same", to.leveled(noise[:400], 2, 20, level=1), "level 1 above level 1")
    to.bad("level-of-data-kind", level_as_data(to, noise[:400]))
    to.bad("level-file-as-manifest", to.root({**to.manifest(len(data), to.pieces(data, MANIFEST)), "level": 1}), "random bytes as a manifest")


def level_as_data(to, data):
    text = json.dumps(to.manifest(len(data), to.pieces(data))).encode()
    return to.root(to.manifest(len(text), to.pieces(text, DATA), level=1))


def main(directory):
    to = Uploads(pathlib.Path(directory))
    noise = random.Random(3).randbytes(3 * CAPACITY + 5)
    text = b"".join(b"line %d\n" % number for number in range(2000))
    sound(to, noise, text)
    unsound(to, noise, text)
    with open(pathlib.Path(directory) / "index.tsv", "w") as index:
        for row in to.rows:
            print(*row, sep="\t", file=index)


if __name__ == "__main__":
    main(sys.argv[1])
