#!/usr/bin/env python3
"""Runs format2_reader.py over all vectors of format 2 and over uploads made for it: check_reader.py EMPTY-DIRECTORY"""
import hashlib, pathlib, subprocess, sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parent / "Vectors" / "format2"
sys.path[:0] = [str(HERE), str(VECTORS)]
import format2_reader as reader, make_uploads

wrong = []


def vectors(folder):
    for path in sorted((VECTORS / folder).iterdir()):
        head, _, data = path.read_bytes().partition(b"\n\n")
        yield path.name, dict(line.split(": ", 1) for line in head.decode().split("\n")), data


def compare(name, expected, read):
    try:
        found = read()
    except (reader.Refused, OSError, ValueError, SyntaxError, RecursionError) as error:
        found, reason = "refused", error
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
for name, want, data in vectors("manifests"):
    def manifest():
        fields, level = reader.check(data, None)
        return f"{level} {fields['size']} {len(fields.get('pieces', []))}"
    compare(name, f"{want['level']} {want['size']} {want['pieces']}" if want["expect"] == "manifest" else "refused", manifest)
    count += 1

directory = pathlib.Path(sys.argv[1])
make_uploads.main(directory)
out = directory / "out"
for row in (directory / "index.tsv").read_text().splitlines():
    name, key, expected, _ = row.split("\t")
    def download():
        reader.main(key, str(out))
        return hashlib.sha256(out.read_bytes()).hexdigest()
    compare(name, expected, download)
    if out.exists() != (expected != "refused") or (directory / "out.part").exists():
        wrong.append(f"{name}: the file is there though it was refused, or the other way round")
    out.unlink(missing_ok=True)
    if name in ("text", "piece-altered", "key-cut"):
        run = subprocess.run([sys.executable, HERE / "format2_reader.py", key, out], capture_output=True, text=True)
        lines = run.stderr.count("\n")
        if (run.returncode, lines) != ((1, 1) if expected == "refused" else (0, 0)):
            wrong.append(f"{name}: exit code {run.returncode} and {lines} lines of error")
        out.unlink(missing_ok=True)
    count += 1

print(f"{count} vectors and uploads, {len(wrong)} read otherwise than they should be")
sys.exit("\n".join(wrong) or 0)
