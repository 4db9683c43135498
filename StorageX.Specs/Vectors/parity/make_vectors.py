#!/usr/bin/env python3
"""Groups of pieces with their parity, in plain Python that shares no code with StorageX; run here: python3 make_vectors.py

groups.txt has a block for each group, with empty lines between them: "scheme: K+M", a line "data I: HEX" for each piece of data, and a line
"parity I: HEX" for each of parity. I is the place in the group: data from 0, parity from K, also where there are fewer than K pieces.
Before it writes, it restores every group from what is left after losses of every number up to M.
"""
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))


def multiply(a, b):
    """Two polynomials over GF(2), of bits, modulo x^8 + x^4 + x^3 + x^2 + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0x100:
            a ^= 0x11D
        b >>= 1
    return product


PRODUCTS = [[multiply(a, b) for b in range(256)] for a in range(256)]
INVERSE = [None] + [PRODUCTS[a].index(1) for a in range(1, 256)]


def row_of(place, k):
    """What each of k pieces of data counts in the piece at a place."""
    if place < k:
        return [int(column == place) for column in range(k)]
    return [INVERSE[place ^ column] for column in range(k)]


def combine(factors, pieces, length):
    """The sum of pieces times factors, each piece padded with zeros."""
    total = bytearray(length)
    for factor, piece in zip(factors, pieces):
        products = PRODUCTS[factor]
        for i, byte in enumerate(piece):
            total[i] ^= products[byte]
    return bytes(total)


def encode(k, m, data):
    """The m parity pieces of 1 to k pieces of data."""
    length = max(map(len, data))
    return [combine(row_of(k + i, k), data, length) for i in range(m)]


def restore(k, m, sizes, there):
    """All pieces of data, of those sizes, from {place: bytes} with as many pieces as there are sizes, or more."""
    n, length = len(sizes), max(sizes)
    chosen = sorted(there)[:n]
    if len(chosen) < n:
        raise ValueError("%d of %d pieces are lost, which is more than %d" % (n + m - len(chosen), n + m, m))
    # Solve: the chosen rows, times the data, are the chosen pieces.
    left = [row_of(place, k)[:n] for place in chosen]
    right = [[int(i == j) for j in range(n)] for i in range(n)]
    for column in range(n):
        pivot = next(i for i in range(column, n) if left[i][column])
        left[column], left[pivot] = left[pivot], left[column]
        right[column], right[pivot] = right[pivot], right[column]
        scale = PRODUCTS[INVERSE[left[column][column]]]
        left[column] = [scale[a] for a in left[column]]
        right[column] = [scale[a] for a in right[column]]
        for i in range(n):
            if i != column and left[i][column]:
                products = PRODUCTS[left[i][column]]
                left[i] = [a ^ products[b] for a, b in zip(left[i], left[column])]
                right[i] = [a ^ products[b] for a, b in zip(right[i], right[column])]
    pieces = [there[place] for place in chosen]
    return [combine(right[i], pieces, length)[:sizes[i]] for i in range(n)]


def check(k, m, data, parity, rng):
    n = len(data)
    pieces = dict(enumerate(data))
    pieces.update((k + i, piece) for i, piece in enumerate(parity))
    for losses in sorted({0, 1, m // 2, m}):
        lost = rng.sample(sorted(pieces), losses)
        there = {place: piece for place, piece in pieces.items() if place not in lost}
        assert restore(k, m, [len(piece) for piece in data], there) == data, (k, m, lost)
    try:
        restore(k, m, [len(piece) for piece in data], dict(list(pieces.items())[:n - 1]))
        assert False, "too few pieces restored something"
    except ValueError:
        pass


# The scheme, and the bytes of each piece of data.
GROUPS = [
    (1, 1, [5]),
    (2, 1, [4, 4]),
    (3, 2, [2, 2, 2]),
    (10, 2, [32] * 10),
    (10, 4, [67] * 10),
    (20, 4, [40] * 20),
    (10, 4, [50] * 9 + [13]),
    (10, 4, [3, 70, 64, 65, 0, 1, 128, 127, 129, 7]),
    (10, 4, [33, 33, 20]),
    (10, 4, [1]),
    (4, 7, [19, 20, 21, 22]),
    (200, 55, [3] * 200),
    (254, 1, [2] * 254),
    (1, 254, [2]),
    (127, 128, [2] * 100 + [5]),
]


def main():
    rng = random.Random(0x11D)
    blocks = []
    for k, m, sizes in GROUPS:
        # The third group is the example of FORMAT.md.
        data = [bytes([2 * i + 1, 2 * i + 2]) for i in range(3)] if (k, m) == (3, 2) else [bytes(rng.randrange(256) for _ in range(size)) for size in sizes]
        parity = encode(k, m, data)
        check(k, m, data, parity, rng)
        lines = ["scheme: %d+%d" % (k, m)]
        lines += ["data %d: %s" % (i, piece.hex()) for i, piece in enumerate(data)]
        lines += ["parity %d: %s" % (k + i, piece.hex()) for i, piece in enumerate(parity)]
        blocks.append("\n".join(lines) + "\n")
    with open(os.path.join(HERE, "groups.txt"), "w") as file:
        file.write("\n".join(blocks))


if __name__ == "__main__":
    main()
