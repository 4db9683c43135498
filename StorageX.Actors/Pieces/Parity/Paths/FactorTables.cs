namespace StorageX.Pieces.Parity.Paths;

/// <summary>What the ways to multiply keep for each of the 256 factors; made when the first of them is used.</summary>
internal static class FactorTables
{
    /// <summary>Bytes of a factor in <see cref="Nibbles"/>: 16 products of the low half of a byte, then 16 of the high half.</summary>
    public const int NibbleBytes = 32;

    /// <summary>
    /// Multiplying by a factor is linear in the bits of the other one: a matrix of 8 x 8 bits for GF2P8AFFINEQB. (GF2P8MULB multiplies
    /// modulo another polynomial, that of AES.)
    /// </summary>
    public static ulong[] Matrices => MatrixTable.All;

    /// <summary>Products of the halves of a byte, for a shuffle (Plank, Greenan, Miller: "Screaming Fast Galois Field Arithmetic Using Intel SIMD Instructions", 2013).</summary>
    public static byte[] Nibbles => NibbleTable.All;

    /// <summary>All products: that of factor and byte is at 256 * factor + byte.</summary>
    public static byte[] Products => ProductTable.All;

    private static class MatrixTable
    {
        public static readonly ulong[] All = [.. Enumerable.Range(0, 256).Select(factor => Matrix((byte)factor))];

        // Bit i of a result is the parity of the source and the matrix's byte 7 - i (Intel SDM, GF2P8AFFINEQB).
        private static ulong Matrix(byte factor)
        {
            var matrix = 0UL;
            for (var bit = 0; bit < 8; bit++)
            {
                var column = GaloisField.Multiply(factor, (byte)(1 << bit));
                for (var i = 0; i < 8; i++)
                    matrix |= (ulong)((column >> i) & 1) << ((8 * (7 - i)) + bit);
            }

            return matrix;
        }
    }

    private static class NibbleTable
    {
        public static readonly byte[] All = Make();

        private static byte[] Make()
        {
            var all = new byte[256 * NibbleBytes];
            for (var i = 0; i < all.Length; i++)
                all[i] = GaloisField.Multiply((byte)(i / NibbleBytes), (byte)(i % NibbleBytes < 16 ? i % 16 : (i % 16) << 4));
            return all;
        }
    }

    private static class ProductTable
    {
        public static readonly byte[] All = Make();

        private static byte[] Make()
        {
            var all = new byte[256 * 256];
            for (var i = 0; i < all.Length; i++)
                all[i] = GaloisField.Multiply((byte)(i >> 8), (byte)i);
            return all;
        }
    }
}
