#!/usr/bin/env python3
"""Makes the vectors beside it again: containers/, manifests/, manifests-parity/, trees/, secrets.tsv and keys.tsv. The same bytes every time
(with the same libbrotli).

A vector is lines of `name: value`, an empty line, and bytes. See README.md.
"""
import hashlib, json, pathlib, random, shutil
import container_cases, key_cases, manifest_cases, parity_cases, tree_cases
from sx2 import piece_secret

HERE = pathlib.Path(__file__).parent


def write(folder, name, fields, data):
    head = "".join(f"{field}: {value}\n" for field, value in fields.items() if value != "")
    (HERE / folder / name).write_bytes(head.encode() + b"\n" + data)


def fresh(folder):
    shutil.rmtree(HERE / folder, ignore_errors=True)
    (HERE / folder).mkdir()


fresh("containers")
for name, comment, expect, kind, secret, most, whole in container_cases.cases():
    good = isinstance(expect, bytes)
    write("containers", name, {
        "expect": "bytes" if good else expect, "sha256": hashlib.sha256(expect).hexdigest() if good else "",
        "kind": ["data", "manifest", "parity", "probe"][kind - 1], "secret": secret.hex() or "none", "max": most,
        "comment": comment}, whole)

for folder, cases in (("manifests", manifest_cases.cases()), ("manifests-parity", parity_cases.cases())):
    fresh(folder)
    names = set()
    for name, comment, expect, value in cases:
        assert name not in names, name
        names.add(name)
        found = dict(zip(("level", "size", "pieces", "groups", "copies"), expect)) if isinstance(expect, tuple) else {}
        if found and isinstance(value, dict) and "tree" in value:
            found["tree"] = value["tree"]["offset"]
        text = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
        write(folder, name, {"expect": "manifest" if found else "refused", "about": "" if found else expect, **found, "comment": comment}, text)

fresh("trees")
names = set()
for name, comment, wrong, text, stored in tree_cases.cases():
    assert name not in names, name
    names.add(name)
    found = dict(zip(("expect", "about", "line"), ("refused", *wrong))) if wrong else {"expect": "tree", "entries": text.count(b"\n"), "last": json.dumps(json.loads(text.split(b"\n")[-2])["path"])}
    write("trees", name, {**found, "stored": stored, "comment": comment}, text)

user = random.Random(2)
with open(HERE / "secrets.tsv", "w") as table:
    print("user secret", "sha256 of the raw piece", "piece secret", sep="\t", file=table)
    for raw in (b"", b"Hello, StorageX\n", bytes(1000), user.randbytes(100)):
        secret = user.randbytes(32)
        print(secret.hex(), hashlib.sha256(raw).hexdigest(), piece_secret(secret, raw).hex(), sep="\t", file=table)

with open(HERE / "keys.tsv", "w") as table:
    print("name", "expect", "comment", "key", "secret", "locators", sep="\t", file=table)
    for name, comment, key, secret, locators in key_cases.cases():
        print(name, "key" if locators else "refused", comment or "-", key, secret.hex() or "none", *locators or (), sep="\t", file=table)
