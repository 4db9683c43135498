using System.IO.Compression;
using Shouldly;
using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Containers;

public sealed class ContainerRefusalSpec
{
    private static readonly byte[] Secret = Some.Bytes(PieceSecret.Length, seed: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(4000)]
    public void Every_single_bit_that_is_changed_is_noticed(int length)
    {
        var container = Sealed(Some.Text(length, seed: 2));
        for (var bit = 0; bit < container.Length * 8; bit++)
        {
            container[bit / 8] ^= (byte)(1 << (bit % 8));
            var defect = DefectOf(container);
            if (bit / 8 >= ContainerHeader.Length)
                defect.ShouldBe(ContainerDefect.Tag, $"bit {bit}");
            else
                defect.ShouldBe(bit < 32 ? ContainerDefect.NotAContainer : ContainerDefect.Header, $"bit {bit}");
            container[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Every_byte_of_a_header_is_authenticated_even_when_its_checksum_is_mended()
    {
        var container = Sealed(Some.Bytes(500, seed: 3));
        for (var at = 0; at < 28; at++)
        {
            for (var value = 1; value < 256; value++)
            {
                var altered = (byte[])container.Clone();
                altered[at] ^= (byte)value;
                ContainerHeader.Complete(altered);
                DefectOf(altered).ShouldNotBeNull($"byte {at} changed by {value}");
            }
        }
    }

    [Fact]
    public void A_container_cut_at_any_length_or_with_bytes_after_it_is_refused()
    {
        foreach (var (container, secret) in new[] { (Sealed(Some.Bytes(300, seed: 4)), Secret), (Public(Some.Text(3000, seed: 4)), []) })
        {
            for (var length = 0; length < container.Length; length++)
                DefectOf(container.AsSpan(0, length), secret).ShouldBe(length < 32 ? ContainerDefect.NotAContainer : ContainerDefect.Length);
            DefectOf([.. container, 0], secret).ShouldBe(ContainerDefect.Length);
        }
    }

    [Fact]
    public void Only_its_own_secret_opens_it()
    {
        var container = Sealed(Some.Bytes(300, seed: 5));
        for (var bit = 0; bit < 256; bit++)
        {
            var wrong = (byte[])Secret.Clone();
            wrong[bit / 8] ^= (byte)(1 << (bit % 8));
            DefectOf(container, wrong).ShouldBe(ContainerDefect.Tag);
        }
    }

    [Fact]
    public void Only_the_kind_that_belongs_there_is_taken()
    {
        foreach (var kind in Enum.GetValues<ContainerKind>())
        {
            using var container = Container.Seal([1, 2, 3], kind, Secret);
            foreach (var expected in Enum.GetValues<ContainerKind>())
                DefectOf(container.Span, Secret, expected).ShouldBe(kind == expected ? null : ContainerDefect.Kind);
        }
    }

    [Fact]
    public void A_public_container_never_passes_for_a_private_one_nor_the_other_way_round()
    {
        DefectOf(Public([1, 2, 3])).ShouldBe(ContainerDefect.Cipher);
        DefectOf(Sealed([1, 2, 3]), []).ShouldBe(ContainerDefect.Cipher);
        DefectOf(new ContainerMaker { Cipher = 0, Body = [1], Nonce = new byte[12] }.Make(), []).ShouldBeNull();
        DefectOf(new ContainerMaker { Cipher = 0, Body = [1], Nonce = [.. new byte[11], 1] }.Make(), []).ShouldBe(ContainerDefect.Cipher);
    }

    [Fact]
    public void A_value_that_only_a_newer_version_knows_is_called_that()
    {
        foreach (var maker in new ContainerMaker[] { new() { Kind = 0 }, new() { Kind = 5 }, new() { Cipher = 2 }, new() { Compression = 2 }, new() { Flags = 1 }, new() { Flags = 128 } })
        {
            var refusal = Should.Throw<ContainerException>(() => Container.Open(PooledBytes.CopyOf(maker.Make()), ContainerKind.Data, new byte[32], 10));
            refusal.NeedsNewerVersion.ShouldBeTrue(refusal.Message);
        }
    }

    [Theory]
    [InlineData(0, 5u, 4u)]
    [InlineData(0, 5u, 6u)]
    [InlineData(1, 5u, 5u)]
    [InlineData(1, 5u, 0u)]
    [InlineData(0, 4u, 4u)]
    [InlineData(0, 6u, 6u)]
    public void Lengths_that_contradict_each_other_are_refused(byte compression, uint body, uint raw) =>
        DefectOf(new ContainerMaker { Compression = compression, Body = new byte[5], BodyLength = body, RawLength = raw, Secret = Secret }.Make())
            .ShouldBe(ContainerDefect.Length);

    [Fact]
    public void More_than_the_caller_takes_is_refused_before_memory_is_taken()
    {
        var container = Sealed(Some.Bytes(1000, seed: 6));
        DefectOf(container, Secret, max: 999).ShouldBe(ContainerDefect.TooLarge);
        DefectOf(container, Secret, max: 1000).ShouldBeNull();
        foreach (var (body, raw) in new[] { (5u, uint.MaxValue), (uint.MaxValue, uint.MaxValue), (5u, 0x8000_0000u), (0x7FFF_FFFFu, 5u) })
        {
            var hostile = new ContainerMaker { Compression = 1, Body = new byte[5], BodyLength = body, RawLength = raw, Secret = Secret }.Make();
            var before = GC.GetAllocatedBytesForCurrentThread();
            DefectOf(hostile, Secret, max: int.MaxValue).ShouldBe(ContainerDefect.TooLarge);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
        }
    }

    [Fact]
    public void A_body_inflates_to_exactly_the_announced_length_or_not_at_all()
    {
        var bomb = Brotli(new byte[50_000_000]);
        bomb.Length.ShouldBeLessThan(500);
        foreach (var raw in new uint[] { 1000, 49_999_999, 50_000_001 })
            DefectOf(Compressed(bomb, raw), Secret, max: int.MaxValue).ShouldBe(ContainerDefect.Compression);
        DefectOf(Compressed(bomb, 50_000_000), Secret, max: 100_000).ShouldBe(ContainerDefect.TooLarge);
        DefectOf(Compressed(bomb, 50_000_000), Secret, max: 50_000_000).ShouldBeNull();
        DefectOf(Compressed([.. bomb, 0], 50_000_000), Secret, max: 50_000_000).ShouldBe(ContainerDefect.Compression);
        DefectOf(Compressed(bomb[..^1], 50_000_000), Secret, max: 50_000_000).ShouldBe(ContainerDefect.Compression);
        DefectOf(Compressed(Some.Bytes(100, seed: 7), 1000), Secret, max: 1000).ShouldBe(ContainerDefect.Compression);
    }

    private static byte[] Compressed(byte[] body, uint rawLength) =>
        new ContainerMaker { Compression = 1, Body = body, RawLength = rawLength, Secret = Secret }.Make();

    private static byte[] Brotli(byte[] raw)
    {
        var body = new byte[BrotliEncoder.GetMaxCompressedLength(raw.Length)];
        BrotliEncoder.TryCompress(raw, body, out var length, 5, 22).ShouldBeTrue();
        return body[..length];
    }

    private static byte[] Sealed(byte[] raw)
    {
        using var container = Container.Seal(raw, ContainerKind.Data, Secret);
        return container.Span.ToArray();
    }

    private static byte[] Public(byte[] raw)
    {
        using var container = Container.Seal(raw, ContainerKind.Data, []);
        return container.Span.ToArray();
    }

    private static ContainerDefect? DefectOf(ReadOnlySpan<byte> container) => DefectOf(container, Secret);

    private static ContainerDefect? DefectOf(
        ReadOnlySpan<byte> container, ReadOnlySpan<byte> secret, ContainerKind expected = ContainerKind.Data, int max = 1 << 20)
    {
        try
        {
            Container.Open(PooledBytes.CopyOf(container), expected, secret, max).Dispose();
            return null;
        }
        catch (ContainerException refusal)
        {
            refusal.Message.ShouldNotEndWith(".");
            return refusal.Defect;
        }
    }
}
