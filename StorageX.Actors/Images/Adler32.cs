using System.Runtime.Intrinsics.X86;
using StorageX.Images.Checksums;

namespace StorageX.Images;

/// <summary>How an Adler-32 is computed; every way gives the same result.</summary>
internal enum Adler32Kernel
{
    Portable,
    Wide256,
    Wide512,
}

/// <summary>
/// Adler-32, the checksum of a zlib stream (RFC 1950, section 8.2). Ours, since a runtime compiles the 512-bit loop of System.IO.Hashing
/// 11.0.0 in its first, slow way and keeps that for most of a transfer of a second: 0.2 s more processor time for 512 MiB.
/// </summary>
internal static class Adler32
{
    /// <summary>The checksum of no bytes.</summary>
    public const uint Empty = 1;

    /// <summary>The largest prime below 65536.</summary>
    public const uint Modulus = 65521;

    /// <summary>The fastest kernel of this machine.</summary>
    public static Adler32Kernel Best { get; } =
        Enum.GetValues<Adler32Kernel>().Where(IsSupported).Max();

    /// <summary>Whether this machine has the instructions that a kernel needs.</summary>
    public static bool IsSupported(Adler32Kernel kernel) => kernel switch
    {
        Adler32Kernel.Portable => true,
        Adler32Kernel.Wide256 => Avx2.IsSupported,
        Adler32Kernel.Wide512 => Avx512BW.IsSupported,
        _ => false,
    };

    /// <summary>The checksum of what <paramref name="adler"/> covers followed by <paramref name="bytes"/>.</summary>
    /// <param name="adler">The checksum so far; <see cref="Empty"/> for nothing.</param>
    /// <param name="bytes">What follows.</param>
    public static uint Append(uint adler, ReadOnlySpan<byte> bytes) => Append(adler, bytes, Best);

    /// <summary>The same for <paramref name="count"/> zero bytes, in constant time.</summary>
    public static uint AppendZeros(uint adler, long count)
    {
        var (sum, sums) = (adler & 0xFFFF, adler >> 16);
        return sum | ((uint)((sums + (count % Modulus * sum)) % Modulus) << 16);
    }

    /// <summary>The same, with a kernel that this machine supports.</summary>
    internal static uint Append(uint adler, ReadOnlySpan<byte> bytes, Adler32Kernel kernel)
    {
        adler = kernel switch
        {
            Adler32Kernel.Wide512 => Adler32Wide.Append512(adler, ref bytes),
            Adler32Kernel.Wide256 => Adler32Wide.Append256(adler, ref bytes),
            _ => adler,
        };
        return Adler32Scalar.Append(adler, bytes);
    }
}
