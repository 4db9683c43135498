using Shouldly;
using StorageX.Buffers;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Buffers;

public sealed class PooledBytesSpec
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_003)]
    public void It_has_the_length_asked_for_whatever_the_pool_gave(int length)
    {
        using var bytes = PooledBytes.Rent(length);
        (bytes.Length, bytes.Memory.Length, bytes.Span.Length).ShouldBe((length, length, length));
    }

    [Fact]
    public void A_copy_is_a_copy()
    {
        var source = Some.Bytes(100, seed: 1);
        using var copy = PooledBytes.CopyOf(source);
        source[0]++;
        copy.Span[1..].SequenceEqual(source.AsSpan(1)).ShouldBeTrue();
        copy.Span[0].ShouldNotBe(source[0]);
    }

    [Fact]
    public void Truncated_it_keeps_its_first_bytes()
    {
        using var bytes = PooledBytes.CopyOf([1, 2, 3]);
        bytes.Truncate(3);
        bytes.Truncate(2);
        bytes.Span.ToArray().ShouldBe([1, 2]);
        bytes.Truncate(0);
        bytes.Memory.IsEmpty.ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => bytes.Truncate(1));
        Should.Throw<ArgumentOutOfRangeException>(() => bytes.Truncate(-1));
    }

    [Fact]
    public void Used_after_it_was_given_back_it_says_so()
    {
        var bytes = PooledBytes.Rent(10);
        bytes.Dispose();
        Should.Throw<ObjectDisposedException>(() => bytes.Memory);
        Should.Throw<ObjectDisposedException>(() => bytes.Span.Length);
    }

    [Fact]
    public async Task Given_back_many_times_at_once_it_goes_to_the_pool_once()
    {
        // A buffer that went to the pool twice would be rented to two owners.
        for (var round = 0; round < 200; round++)
        {
            var bytes = PooledBytes.Rent(7777);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(bytes.Dispose)));
            var rented = Enumerable.Range(0, 8).Select(_ => PooledBytes.Rent(7777)).ToArray();
            for (byte owner = 0; owner < rented.Length; owner++)
                rented[owner].Span.Fill(owner);
            for (byte owner = 0; owner < rented.Length; owner++)
                rented[owner].Span.ContainsAnyExcept(owner).ShouldBeFalse();
            foreach (var one in rented)
                one.Dispose();
        }
    }
}
