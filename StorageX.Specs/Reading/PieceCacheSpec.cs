using Shouldly;
using StorageX.Buffers;
using StorageX.Reading;
using Xunit;

namespace StorageX.Specs.Reading;

public sealed class PieceCacheSpec
{
    [Fact]
    public void The_piece_that_was_not_used_for_the_longest_time_goes_first()
    {
        using var cache = new PieceCache(2);
        cache.Add(1, Piece(1), read: true);
        cache.Add(2, Piece(2), read: true);
        cache.Take(1)!.Release();
        cache.Add(3, Piece(3), read: true);
        (cache.Contains(1), cache.Contains(2), cache.Contains(3)).ShouldBe((true, false, true));
        cache.Take(2).ShouldBeNull();
    }

    [Fact]
    public void What_was_read_ahead_counts_until_it_is_used_or_put_out()
    {
        using var cache = new PieceCache(2);
        cache.Add(1, Piece(1), read: false);
        cache.Add(2, Piece(2), read: false);
        cache.Unread.ShouldBe(2);
        cache.Take(2)!.Release();
        cache.Take(2)!.Release();
        cache.Unread.ShouldBe(1);
        cache.Add(3, Piece(3), read: true);
        cache.Unread.ShouldBe(0);
    }

    [Fact]
    public void A_piece_that_is_put_out_stays_whole_until_its_last_holder_releases_it()
    {
        var bytes = PooledBytes.CopyOf([7]);
        var cache = new PieceCache(1);
        cache.Add(1, new SharedPiece(bytes), read: true);
        var (one, two) = (cache.Take(1)!, cache.Take(1)!);
        cache.Add(2, Piece(2), read: true);
        cache.Dispose();
        one.Release();
        two.Span.ToArray().ShouldBe([7]);
        two.Release();
        Should.Throw<ObjectDisposedException>(() => bytes.Memory);
    }

    private static SharedPiece Piece(byte value) => new(PooledBytes.CopyOf([value]));
}
