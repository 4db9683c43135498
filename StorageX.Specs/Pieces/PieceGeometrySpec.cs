using Shouldly;
using StorageX.Backends;
using StorageX.Images;
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

    [Theory]
    [InlineData(long.MaxValue, int.MaxValue, 1024, 768)]
    [InlineData(long.MaxValue, 1000, 1000, 768)]
    [InlineData(5_000_000, int.MaxValue, 1024, 768)]
    [InlineData(2_000_000, int.MaxValue, 942, 706)]
    [InlineData(300_000, 300, 300, 300)]
    [InlineData(1, int.MaxValue, 0, 0)]
    public void Pieces_shrink_to_what_a_host_takes(long maxBytes, int maxSide, int width, int height)
    {
        var host = new BackendProperties("host", maxBytes, 1, maxSide, CanDelete: false);
        var usual = new CanvasSize(1024, 768);
        if (width == 0)
            Should.Throw<SettingsException>(() => HostCanvas.For(host, null, null, usual)).Message.ShouldContain("host takes images of 16 to");
        else
            HostCanvas.For(host, null, null, usual).ShouldBe(new CanvasSize(width, height));
    }

    [Fact]
    public void No_piece_is_smaller_than_what_a_host_takes()
    {
        var host = new BackendProperties("host", 200_000, 100, 2000, CanDelete: false);
        var canvas = HostCanvas.For(host, null, null, new CanvasSize(1024, 50));
        (canvas.Width, canvas.Height).ShouldBe((660, 100));
        CanvasSize.Fit(5, canvas).ShouldBe(new CanvasSize(100, 100));
        Should.Throw<SettingsException>(() => HostCanvas.For(host, 99, 200, canvas)).Message.ShouldContain("100 to 2000 pixels");
    }

    [Fact]
    public void A_size_that_was_asked_for_is_kept_or_refused()
    {
        var host = new BackendProperties("host", 1_000_000, 1, 2000, CanDelete: false);
        var usual = new CanvasSize(1024, 768);
        HostCanvas.For(host, 500, 600, usual).ShouldBe(new CanvasSize(500, 600));
        Should.Throw<SettingsException>(() => HostCanvas.For(host, 1024, 768, usual)).Message.ShouldContain("1000000 bytes");
        Should.Throw<SettingsException>(() => HostCanvas.For(host, 3000, 20, usual)).Message.ShouldContain("2000 pixels");
    }
}
