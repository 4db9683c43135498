#!/usr/bin/env python3
"""Files as the original StorageX 0.3 stores them, made with Pillow; run here: /usr/bin/python3 make_vectors.py

Debian's package is python3-pil. Every image is a full canvas of 32 x 32 pixels of RGB: the length of what it carries as
four bytes, little-endian, then the bytes, then zeros. The keys are those of a host in memory that a spec calls "vectors".
"""
import json
import os
import struct

from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, HEIGHT = 32, 32
CAPACITY = WIDTH * HEIGHT * 3 - 4
HOST = "memory://vectors/"


def save(name, payload):
    raster = struct.pack("<I", len(payload)) + payload
    raster += bytes(WIDTH * HEIGHT * 3 - len(raster))
    Image.frombytes("RGB", (WIDTH, HEIGHT), raster).save(os.path.join(HERE, name + ".png"))
    return HOST + name + ".png"


def store(name, filename, data):
    pieces = []
    for seq, offset in enumerate(range(0, len(data), CAPACITY)):
        piece = data[offset : offset + CAPACITY]
        key = save("%s-%d" % (name, seq), piece)
        pieces.append({"seq": seq, "key": key, "offset": offset, "size": len(piece), "checksum": ""})
    manifest = {"protocol_version": 1.0, "filename": filename, "piece_width": WIDTH, "piece_height": HEIGHT, "pieces": pieces}
    save(name, json.dumps(manifest).encode("utf-8"))
    with open(os.path.join(HERE, name + ".bin"), "wb") as file:
        file.write(data)


store("three", "three pieces \u00fc.bin", bytes((i * i + i // 251) % 256 for i in range(2 * CAPACITY + 100)))
store("full", "full.txt", (b"a full piece. " * CAPACITY)[:CAPACITY])
store("empty", "empty.txt", b"")
