#!/usr/bin/env python3
"""Format 1 as the original StorageX (Python, version 0.3) wrote and read it, with Pillow alone.

Written from the format's description and not from this repository's code, so that the two check each other. Keys are
file:// URLs of images in one directory. Every image is a full canvas, as the original made them.

    format1_original.py write FILE DIRECTORY WIDTH HEIGHT    stores FILE, prints the key
    format1_original.py read KEY FILE                        restores what the key leads to, prints its name
    format1_original.py canvas FILE IMAGE WIDTH HEIGHT       puts FILE's bytes into one image
    format1_original.py payload IMAGE FILE                   takes the bytes out of an image
"""
import json
import os
import struct
import sys
import uuid
from urllib.parse import unquote, urlparse

from PIL import Image

CHANNELS = 3
LENGTH = struct.Struct("<I")


def to_image(payload, width, height):
    raster = LENGTH.pack(len(payload)) + payload
    return Image.frombytes("RGB", (width, height), raster.ljust(width * height * CHANNELS, b"\0"))


def from_image(path):
    with Image.open(path) as image:
        if image.mode != "RGB":
            raise SystemExit(f"{path}: the original reads RGB alone, this is {image.mode}")
        raster = image.tobytes()
    (length,) = LENGTH.unpack_from(raster)
    if length > len(raster) - LENGTH.size:
        raise SystemExit(f"{path}: claims {length} bytes")
    return raster[LENGTH.size:LENGTH.size + length]


def store(payload, directory, width, height):
    path = os.path.abspath(os.path.join(directory, uuid.uuid4().hex + ".png"))
    to_image(payload, width, height).save(path)
    return "file://" + path


def fetch(key):
    return from_image(unquote(urlparse(key).path))


def write(source, directory, width, height):
    width, height = int(width), int(height)
    capacity = width * height * CHANNELS - LENGTH.size
    pieces = []
    with open(source, "rb") as file:
        while payload := file.read(capacity):
            key = store(payload, directory, width, height)
            offset = pieces[-1]["offset"] + pieces[-1]["size"] if pieces else 0
            pieces.append({"seq": len(pieces), "key": key, "offset": offset, "size": len(payload), "checksum": ""})
    manifest = {
        "protocol_version": 1.0,
        "filename": os.path.basename(source),
        "piece_width": width,
        "piece_height": height,
        "pieces": pieces,
    }
    print(store(json.dumps(manifest).encode(), directory, width, height))


def read(key, target):
    manifest = json.loads(fetch(key).decode("utf-8"))
    if manifest["protocol_version"] != 1.0:
        raise SystemExit(f"version {manifest['protocol_version']}")
    with open(target, "wb") as file:
        for piece in sorted(manifest["pieces"], key=lambda piece: piece["seq"]):
            payload = fetch(piece["key"])
            if len(payload) != piece["size"] or file.tell() != piece["offset"]:
                raise SystemExit(f"piece {piece['seq']} does not fit")
            file.write(payload)
    print(manifest["filename"])


def canvas(source, image, width, height):
    with open(source, "rb") as file:
        to_image(file.read(), int(width), int(height)).save(image, "PNG")


def payload(image, target):
    with open(target, "wb") as file:
        file.write(from_image(image))


if __name__ == "__main__":
    {"write": write, "read": read, "canvas": canvas, "payload": payload}[sys.argv[1]](*sys.argv[2:])
