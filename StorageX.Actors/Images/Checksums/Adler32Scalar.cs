namespace StorageX.Images.Checksums;

/// <summary>Adler-32 byte by byte, reduced as seldom as 32 bits allow.</summary>
internal static class Adler32Scalar
{
    // The most bytes after which the sums, starting below the modulus, still fit 32 bits (zlib calls it NMAX).
    private const int Longest = 5552;

    public static uint Append(uint adler, ReadOnlySpan<byte> bytes)
    {
        var (sum, sums) = (adler & 0xFFFF, adler >> 16);
        while (!bytes.IsEmpty)
        {
            var run = bytes[..Math.Min(bytes.Length, Longest)];
            foreach (var b in run)
            {
                sum += b;
                sums += sum;
            }

            sum %= Adler32.Modulus;
            sums %= Adler32.Modulus;
            bytes = bytes[run.Length..];
        }

        return sum | (sums << 16);
    }
}
