namespace StorageX.Pieces.Parity;

/// <summary>
/// The field of 256 elements that the code of parity is made over: bytes are polynomials with bits as coefficients, modulo
/// x^8 + x^4 + x^3 + x^2 + 1 (0x11D), in which x generates all elements but zero. (J. S. Plank, "A Tutorial on Reed-Solomon Coding
/// for Fault-Tolerance in RAID-like Systems", 1997, and the correction of 2005; the same field as Intel ISA-L's.) Adding is XOR.
/// </summary>
internal static class GaloisField
{
    private const int Polynomial = 0x11D;
    private const int Nonzero = 255;
    private static readonly byte[] Powers = PowersOfX();
    private static readonly byte[] Logarithms = LogarithmsToX();

    /// <summary>The product of two elements.</summary>
    public static byte Multiply(byte a, byte b) => a == 0 || b == 0 ? (byte)0 : Powers[Logarithms[a] + Logarithms[b]];

    /// <summary>The element that makes 1 with <paramref name="a"/>.</summary>
    /// <param name="a">Any element but 0.</param>
    /// <exception cref="DivideByZeroException">It is 0.</exception>
    public static byte Invert(byte a) => a == 0 ? throw new DivideByZeroException("0 has no inverse") : Powers[Nonzero - Logarithms[a]];

    /// <summary>The factor of a piece of data in a piece of parity: 1 / (row xor column), as in ISA-L's <c>gf_gen_cauchy1_matrix</c>.</summary>
    /// <param name="row">The parity piece's place in the group: the data of a full group, and its own number.</param>
    /// <param name="column">The data piece's place in the group; not <paramref name="row"/>.</param>
    public static byte Cauchy(int row, int column) => Invert((byte)(row ^ column));

    // Twice round, so that a sum of two logarithms needs no reduction.
    private static byte[] PowersOfX()
    {
        var powers = new byte[2 * Nonzero];
        for (var (i, power) = (0, 1); i < powers.Length; i++, power = (power << 1) ^ (power >= 0x80 ? Polynomial : 0))
            powers[i] = (byte)power;
        return powers;
    }

    private static byte[] LogarithmsToX()
    {
        var logarithms = new byte[256];
        for (var i = 0; i < Nonzero; i++)
            logarithms[Powers[i]] = (byte)i;
        return logarithms;
    }
}
