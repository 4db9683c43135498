using Shouldly;
using StorageX.Pieces;
using Xunit;

namespace StorageX.Specs.Pieces;

public sealed class PieceGeometrySpec
{
    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(1, 100, 1)]
    [InlineData(99, 100, 1)]
    [InlineData(100, 100, 1)]
    [InlineData(101, 100, 2)]
    [InlineData(10_000_000_000_000, 2_359_292, 4_238_560)]
    [InlineData(int.MaxValue, 1, int.MaxValue)]
    [InlineData(long.MaxValue, int.MaxValue, 0)]
    public void A_file_has_as_many_pieces_as_it_takes_to_hold_it(long size, int capacity, int count)
    {
        if (size == long.MaxValue)
            Should.Throw<OverflowException>(() => PieceGeometry.Count(size, capacity));
        else
            PieceGeometry.Count(size, capacity).ShouldBe(count);
    }
}
