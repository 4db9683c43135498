#!/usr/bin/env python3
"""Writes the same canvas in formats that are no PNG, with Pillow and, for PSD, by hand. Needs python3-pil.

The canvas is 20 x 16 pixels and carries the 240 bytes 0, 7, 14, ... mod 256; of its 320 pixels no more than 256 differ, so GIF keeps them.
black.jpg is a canvas of zeros, which carries nothing: the only one that JPEG surely keeps. Run it in this directory.
"""
import struct
from PIL import Image

WIDTH, HEIGHT, LENGTH = 20, 16, 240


def raster():
    payload = bytes(i * 7 % 256 for i in range(LENGTH))
    return (struct.pack("<I", LENGTH) + payload).ljust(WIDTH * HEIGHT * 3, b"\0")


def gif(image):
    colours = sorted(set(image.getdata()))
    indexed = Image.new("P", image.size)
    indexed.putpalette([part for colour in colours for part in colour])
    indexed.putdata([colours.index(pixel) for pixel in image.getdata()])
    indexed.save("canvas.gif", optimize=False)


def pack(row):
    """PackBits, with literal runs alone but for equal bytes at the end of a row."""
    end = len(row)
    while end > 0 and end > len(row) - 128 and row[end - 1] == row[-1]:
        end -= 1
    out = bytearray()
    for at in range(0, end, 128):
        part = row[at:min(at + 128, end)]
        out += bytes([len(part) - 1]) + part
    count = len(row) - end
    return bytes(out + (bytes([257 - count & 255, row[-1]]) if count > 1 else bytes([0, row[-1]])))


def psd(name, pixels, packed):
    planes = [pixels[channel::3] for channel in range(3)]
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, HEIGHT, WIDTH, 8, 3) + struct.pack(">III", 0, 0, 0)
    rows = [plane[y * WIDTH:(y + 1) * WIDTH] for plane in planes for y in range(HEIGHT)]
    if packed:
        coded = [pack(row) for row in rows]
        body = struct.pack(">H", 1) + b"".join(struct.pack(">H", len(row)) for row in coded) + b"".join(coded)
    else:
        body = struct.pack(">H", 0) + b"".join(rows)
    with open(name, "wb") as file:
        file.write(head + body)


def main():
    pixels = raster()
    image = Image.frombytes("RGB", (WIDTH, HEIGHT), pixels)
    image.save("canvas.bmp")
    image.save("canvas.tga")
    image.save("canvas-packed.tga", rle=True)
    gif(image)
    psd("canvas.psd", pixels, packed=False)
    psd("canvas-packed.psd", pixels, packed=True)
    Image.new("RGB", (WIDTH, HEIGHT)).save("black.jpg", quality=90)
    Image.new("RGB", (WIDTH, HEIGHT)).save("black-progressive.jpg", quality=90, progressive=True)
    image.save("lossy.jpg", quality=90)


if __name__ == "__main__":
    main()
