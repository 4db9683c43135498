using Shouldly;
using StorageX.Manifests;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Manifests;

public sealed class BlockBufferSpec
{
    private const int Block = 64 << 10;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_written_is_taken_in_order_whatever_the_parts(int seed)
    {
        var random = new Random(seed);
        var bytes = Some.Bytes(2_000_000, seed);
        using var buffer = new BlockBuffer();
        var taken = new List<byte>();
        for (var written = 0; written < bytes.Length;)
        {
            var part = Math.Min(random.Next(3 * Block), bytes.Length - written);
            buffer.Write(bytes, written, part);
            written += part;
            buffer.Length.ShouldBe(written - taken.Count);
            taken.AddRange(Taken(buffer, random.Next((int)buffer.Length + 1)));
        }

        taken.AddRange(Taken(buffer, (int)buffer.Length));
        taken.ToArray().AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        buffer.Length.ShouldBe(0);
    }

    [Fact]
    public void Blocks_that_are_filled_and_emptied_exactly_lose_nothing()
    {
        using var buffer = new BlockBuffer();
        foreach (var length in new[] { Block, 2 * Block, 1, Block - 1, Block })
        {
            var bytes = Some.Bytes(length, length);
            buffer.Write(bytes);
            Taken(buffer, length).ShouldBe(bytes);
        }

        Taken(buffer, 0).ShouldBeEmpty();
        Should.Throw<ArgumentOutOfRangeException>(() => buffer.Take(1));
    }

    [Fact]
    public void Passing_much_through_it_allocates_next_to_nothing()
    {
        using var buffer = new BlockBuffer();
        var bytes = new byte[Block / 2];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            buffer.Write(bytes);
            buffer.Take(bytes.Length).Dispose();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8 * Block);
    }

    private static byte[] Taken(BlockBuffer buffer, int count)
    {
        using var taken = buffer.Take(count);
        return taken.Span.ToArray();
    }
}
