using System.Text;
using Shouldly;
using StorageX.Images;
using Xunit;

namespace StorageX.Specs.Images;

public sealed class ChecksumSpec
{
    public static TheoryData<string, uint, uint> Known => new()
    {
        // CRC catalogue's check value, and values that zlib 1.2.13 gives.
        { "", 0, 1 },
        { "a", 0xE8B7BE43, 0x00620062 },
        { "123456789", 0xCBF43926, 0x091E01DE },
        { "The quick brown fox jumps over the lazy dog", 0x414FA339, 0x5BDC0FDA },
        { "IEND", 0xAE426082, 0x02D70121 },
    };

    private static IEnumerable<Crc32Kernel> CrcKernels => Enum.GetValues<Crc32Kernel>().Where(Crc32.IsSupported);

    private static IEnumerable<Adler32Kernel> AdlerKernels => Enum.GetValues<Adler32Kernel>().Where(Adler32.IsSupported);

    [Theory]
    [MemberData(nameof(Known))]
    public void Every_kernel_gives_the_known_checksums(string text, uint crc, uint adler)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        foreach (var kernel in CrcKernels)
            Crc32.Append(0, bytes, kernel).ShouldBe(crc, kernel.ToString());
        foreach (var kernel in AdlerKernels)
            Adler32.Append(Adler32.Empty, bytes, kernel).ShouldBe(adler, kernel.ToString());
    }

    [Fact]
    public void Every_kernel_agrees_with_the_definition_at_every_length_and_alignment()
    {
        var bytes = Some.Bytes(1500, seed: 1);
        for (var length = 0; length <= 1400; length += length < 600 ? 1 : 13)
        {
            var part = bytes.AsSpan(length % 64, length);
            var (crc, adler) = (BitwiseCrc(part), PlainAdler(part));
            foreach (var kernel in CrcKernels)
                Crc32.Append(0, part, kernel).ShouldBe(crc, $"{kernel}, {length} bytes");
            foreach (var kernel in AdlerKernels)
                Adler32.Append(Adler32.Empty, part, kernel).ShouldBe(adler, $"{kernel}, {length} bytes");
        }
    }

    [Fact]
    public void Checksums_can_be_continued_at_any_place()
    {
        var bytes = Some.Bytes(1000, seed: 2);
        for (var cut = 0; cut <= bytes.Length; cut += 7)
        {
            foreach (var kernel in CrcKernels)
                Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, cut), kernel), bytes.AsSpan(cut), kernel).ShouldBe(BitwiseCrc(bytes));
            foreach (var kernel in AdlerKernels)
                Adler32.Append(Adler32.Append(1, bytes.AsSpan(0, cut), kernel), bytes.AsSpan(cut), kernel).ShouldBe(PlainAdler(bytes));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void No_kernel_overflows_on_a_long_run_of_one_value(byte value)
    {
        var bytes = new byte[300_007];
        Array.Fill(bytes, value);
        foreach (var kernel in AdlerKernels)
            Adler32.Append(0xFFF0FFF0, bytes, kernel).ShouldBe(PlainAdler(bytes, 0xFFF0FFF0), kernel.ToString());
        foreach (var kernel in CrcKernels)
            Crc32.Append(0xFFF0FFF0, bytes, kernel).ShouldBe(Crc32.Append(0xFFF0FFF0, bytes, Crc32Kernel.Portable), kernel.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65521)]
    [InlineData(200_000)]
    public void Zeros_are_added_to_an_Adler_checksum_without_looking_at_them(int count)
    {
        var before = Adler32.Append(Adler32.Empty, Some.Bytes(999, seed: 3));
        Adler32.AppendZeros(before, count).ShouldBe(PlainAdler(new byte[count], before));
    }

    // RFC 1950, section 8.2, word by word.
    private static uint PlainAdler(ReadOnlySpan<byte> bytes, uint adler = 1)
    {
        var (s1, s2) = (adler & 0xFFFF, adler >> 16);
        foreach (var b in bytes)
        {
            s1 = (s1 + b) % 65521;
            s2 = (s2 + s1) % 65521;
        }

        return (s2 << 16) | s1;
    }

    // PNG third edition, annex D, without its table.
    private static uint BitwiseCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
