#!/usr/bin/env python3
"""Runs format2_reader.py over all vectors of format 2 and over uploads made for it: check_reader.py EMPTY-DIRECTORY"""
import hashlib, json, os, pathlib, shutil, subprocess, sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parent / "Vectors" / "format2"
sys.path[:0] = [str(HERE), str(VECTORS)]
import format2_folder as folders, format2_reader as reader, make_folders, make_parity_uploads, make_uploads

wrong = []


def vectors(folder):
    for path in sorted((VECTORS / folder).iterdir()):
        head, _, data = path.read_bytes().partition(b"\n\n")
        yield path.name, dict(line.split(": ", 1) for line in head.decode().split("\n")), data


def compare(name, expected, read):
    try:
        found = read()
    except (*reader.BROKEN, RecursionError) as error:
        found, reason = "lost" if expected == "lost" and isinstance(error, reader.Lost) else "refused", error
    else:
        reason = "read"
    if found != expected:
        wrong.append(f"{name}: {reason}, where {expected} is right")


count = 0
for name, want, data in vectors("containers"):
    kind = ["data", "manifest", "parity", "probe"].index(want["kind"]) + 1
    secret = None if want["secret"] == "none" else bytes.fromhex(want["secret"])
    compare(name, want.get("sha256", "refused"), lambda: hashlib.sha256(reader.open_container(data, kind, secret, int(want["max"]))).hexdigest())
    count += 1
for name, want, data in [*vectors("manifests"), *vectors("manifests-parity")]:
    def manifest():
        fields, level = reader.check(data, None)
        pieces = fields.get("pieces", [])
        ends = [piece["parity"] for piece in pieces if "parity" in piece]
        copies = sum(len(entry.get("mirrors", [])) for entry in [*pieces, *sum(ends, [])])
        return " ".join(map(str, (level, fields["size"], len(pieces), len(ends), copies, fields.get("tree", {"offset": 0})["offset"])))
    right = (want.get(field, "0") for field in ("level", "size", "pieces", "groups", "copies", "tree"))
    compare(name, " ".join(right) if want["expect"] == "manifest" else "refused", manifest)
    count += 1
for name, want, data in vectors("trees"):
    def tree():
        try:
            entries = folders.check_tree(data, int(want["stored"]))
        except folders.TreeRefused as error:
            return "refused", error.about, str(error.line)
        return "tree", str(len(entries)), json.dumps(b"/".join(entries[-1]["names"]).decode())
    right = [want[field] for field in (("expect", "entries", "last") if want["expect"] == "tree" else ("expect", "about", "line"))]
    compare(f"tree {name}", tuple(right), tree)
    if want["expect"] == "tree" and name != "more-stored":
        compare(f"tree {name}, another offset", "refused", lambda: folders.check_tree(data, int(want["stored"]) - 1))
    count += 1
for row in (VECTORS / "keys.tsv").read_text().splitlines()[1:]:
    name, expected, _, key, *parts = row.split("\t")
    def parsed():
        locators, secret = reader.parse_key(key)
        return [secret.hex() if secret else "none", *locators]
    compare(f"key {name}", "refused" if expected == "refused" else parts, parsed)
    count += 1



def downloads(made, directory):
    """Restores each upload that a maker made, and compares what comes of it."""
    made.main(directory)
    out = directory / "out"
    for row in (directory / "index.tsv").read_text().splitlines():
        name, key, expected, _, *told = row.split("\t")

        def download():
            store = reader.main(key, str(out))
            return " ".join([hashlib.sha256(out.read_bytes()).hexdigest(), *([str(store.restored), str(store.copied)] if told else [])])
        compare(name, " ".join([expected, *told[:2]]) if len(expected) == 64 else expected, download)
        if out.exists() != (len(expected) == 64) or (directory / "out.part").exists():
            wrong.append(f"{name}: the file is there though it was refused, or the other way round")
        out.unlink(missing_ok=True)
        if name in ("text", "piece-altered", "key-cut", "parity-whole", "parity-data-gone", "parity-lost-data", "key-with-parity"):
            run = subprocess.run([sys.executable, HERE / "format2_reader.py", key, out], capture_output=True, text=True)
            lines = run.stderr.count("\n")
            right = (1, 1) if len(expected) < 64 else (0, 1 if told and told[:2] != ["0", "0"] else 0)
            if (run.returncode, lines) != right or (told and expected != "lost" and int(told[0]) and f" {told[0]} were restored" not in run.stderr):
                wrong.append(f"{name}: exit code {run.returncode} and {lines} lines of error: {run.stderr}")
            out.unlink(missing_ok=True)
        yield name


def folder_downloads(directory):
    """Restores each folder that make_folders.py made, into a directory where nothing else may appear."""
    make_folders.main(directory)
    place = directory / "place"
    out = place / "out"
    place.mkdir()
    for row in (directory / "index.tsv").read_text().splitlines():
        name, key, expected, _ = row.split("\t")

        def download():
            left_out = reader.main(key, str(out)).left_out
            if name.startswith("too-long") != bool(left_out):
                wrong.append(f"folder {name}: {len(left_out)} entries are left out")
            return make_folders.digest_of(out)
        compare(f"folder {name}", expected, download)
        if name == "sparse" and sum(path.stat().st_blocks for path in out.iterdir()) * 512 > 300_000:
            wrong.append("folder sparse: its holes are filled")
        if sorted(path.name for path in place.iterdir()) != ["out"] * (expected != "refused") or os.path.lexists("/tmp/storagex-escaped"):
            wrong.append(f"folder {name}: left {[path.name for path in place.iterdir()]}")
        for path, _, _ in os.walk(out):
            os.chmod(path, 0o700)
        if name == "too-long":
            run = subprocess.run([sys.executable, HERE / "format2_reader.py", key, place / "run"], capture_output=True, text=True)
            if run.returncode or run.stderr.count("left out: ") != 4 or make_folders.digest_of(place / "run") != expected:
                wrong.append(f"folder {name}: exit code {run.returncode} and {run.stderr}")
            shutil.rmtree(place / "run")
            given = key
        shutil.rmtree(out, ignore_errors=True)
        yield name
    # What is there already stays as it is: a link in place of the folder, or of the one that it is made under.
    for link in ("out", "out.part"):
        (place / link).symlink_to(directory)
        before = sorted(os.listdir(directory))
        compare(f"a folder where {link} is a link", "refused", lambda: reader.main(given, str(out)))
        if sorted(os.listdir(directory)) != before or os.listdir(place) != [link]:
            wrong.append(f"a folder where {link} is a link: something was written")
        (place / link).unlink()
    # Even a tree that nobody checked leads nowhere.
    root, link, *below = ({"names": names, "mode": None, "mtime": None, **more} for names, more in (
        ((), {"type": "dir"}), ((b"a",), {"type": "link", "target": os.fsencode(place)}), ((b"a", b"x"), {"type": "file", "size": 0}), ((b"a", b"x"), {"type": "dir"})))
    for entry in below:
        compare(f"a {entry['type']} below a link", "refused", lambda: folders.restore([root, link, entry], [], str(out)))
        if os.listdir(place):
            wrong.append(f"a {entry['type']} below a link: {os.listdir(place)}")


directory = pathlib.Path(sys.argv[1])
count += len([*downloads(make_uploads, directory), *downloads(make_parity_uploads, directory / "parity"), *folder_downloads(directory / "folders")])

print(f"{count} vectors and uploads, {len(wrong)} read otherwise than they should be")
sys.exit("\n".join(wrong) or 0)
