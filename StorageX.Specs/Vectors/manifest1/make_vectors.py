#!/usr/bin/env python3
"""Manifests as the original StorageX 0.3 writes them, with json.dumps; run here: python3 make_vectors.py

Each NAME.json is a manifest, and expected.tsv says what a reader makes of it, one line a manifest:
name, file name, size, then the keys in order, all escaped as JSON strings.
"""
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def piece(seq, offset, size, key=None):
    return {"seq": seq, "key": key or "https://i.example.org/%d.png" % seq, "offset": offset, "size": size, "checksum": ""}


def manifest(filename, pieces, width=32, height=32, **more):
    return {"protocol_version": 1.0, "filename": filename, "piece_width": width, "piece_height": height, "pieces": pieces, **more}


FULL = 32 * 32 * 3 - 4
THREE = [piece(0, 0, FULL), piece(1, FULL, FULL), piece(2, 2 * FULL, 100)]

VECTORS = {
    "empty-file": (manifest("empty.txt", []), {}),
    "three-pieces": (manifest("holiday.mp4", THREE), {}),
    "indented": (manifest("holiday.mp4", THREE), {"indent": 4}),
    "sorted-keys": (manifest("holiday.mp4", THREE), {"sort_keys": True}),
    "pieces-in-any-order": (manifest("holiday.mp4", [THREE[2], THREE[0], THREE[1]]), {}),
    "counted-from-one": (manifest("holiday.mp4", [{**p, "seq": p["seq"] + 1} for p in THREE]), {}),
    "escaped-name": (manifest("Grüße 漢字 😀 \"q\" \\ /tmp/\u202ex\n.txt", [piece(0, 0, 1)]), {}),
    "unescaped-name": (manifest("Grüße 漢字 😀.txt", [piece(0, 0, 1)]), {"ensure_ascii": False}),
    "odd-keys": (manifest("f", [piece(0, 0, 1, "ключ?a=1&b=%20#x")]), {}),
    "unknown-fields": (manifest("f", [{**piece(0, 0, 1), "note": {"a": [1, 2.5, None, True]}}], comment="x", deeper={"a": [[[1]]]}), {}),
    "undecodable-name": (manifest(b"caf\xe9.txt".decode("utf-8", "surrogateescape"), [piece(0, 0, 1)]), {}),
    "large-canvas": (manifest("f", [piece(0, 0, 16384 * 16384 * 3 - 4, "k")], 16384, 16384), {}),
    "version-whole": ({**manifest("f", []), "protocol_version": 1}, {}),
}


def main():
    with open(os.path.join(HERE, "expected.tsv"), "w", encoding="ascii", newline="\n") as expected:
        for name, (value, style) in VECTORS.items():
            with open(os.path.join(HERE, name + ".json"), "w", encoding="utf-8", newline="\n") as file:
                file.write(json.dumps(value, **style))
            pieces = sorted(value["pieces"], key=lambda p: p["seq"])
            columns = [name, value["filename"], str(sum(p["size"] for p in pieces))] + [p["key"] for p in pieces]
            expected.write("\t".join(json.dumps(c) for c in columns) + "\n")


main()
