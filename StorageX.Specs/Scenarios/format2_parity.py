"""Restores lost pieces of a group, as section 11 of FORMAT.md says: for format2_reader.py."""
import functools


@functools.cache
def products(factor):
    """A table of what each byte makes when multiplied by a factor."""
    def times(byte):
        total, shifted = 0, factor
        for bit in range(8):
            total ^= shifted if byte >> bit & 1 else 0
            shifted = shifted << 1 ^ (0x11D if shifted & 0x80 else 0)
        return total
    return bytes(map(times, range(256)))


def inverse(factor):
    return products(factor).index(1)


def subtract(piece, factor, other):
    """The sum of a piece and a factor times another, which may be shorter; pieces are numbers here, their first byte the lowest."""
    return piece ^ int.from_bytes(other.translate(products(factor)), "little")


def solve(data, parity, lost, length):
    """The lost pieces of a group, padded, from the data and parity that are there: two dictionaries of bytes by their place."""
    rows, sums = [[inverse(place ^ other) for other in lost] for place in parity], []
    for place, whole in parity.items():
        total = int.from_bytes(whole, "little")
        for other, raw in data.items():
            total = subtract(total, inverse(place ^ other), raw)
        sums.append(total.to_bytes(length, "little"))
    for at in range(len(lost)):                                  # no pivot is 0: every square part of the matrix has an inverse
        scale = products(inverse(rows[at][at]))
        rows[at], sums[at] = list(bytes(rows[at]).translate(scale)), sums[at].translate(scale)
        for row in range(len(lost)):
            factor = rows[row][at]
            if row != at and factor:
                rows[row] = [a ^ products(factor)[b] for a, b in zip(rows[row], rows[at])]
                sums[row] = subtract(int.from_bytes(sums[row], "little"), factor, sums[at]).to_bytes(length, "little")
    return dict(zip(lost, sums))
