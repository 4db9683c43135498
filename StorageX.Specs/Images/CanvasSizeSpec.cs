using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using StorageX.Images;
using Xunit;

namespace StorageX.Specs.Images;

public sealed class CanvasSizeSpec
{
    private static readonly CanvasSize Full = new(1024, 768);

    [Fact]
    public void A_canvas_carries_three_bytes_a_pixel_less_the_four_of_the_length() =>
        Full.Capacity.ShouldBe(2359292);

    [Fact]
    public void A_payload_that_fills_the_canvas_gets_all_of_it()
    {
        CanvasSize.Fit(2359292, Full).ShouldBe(Full);
        CanvasSize.Fit(2359291, Full).ShouldBe(Full);
        CanvasSize.Fit(2359292 - (3 * 1024) + 1, Full).ShouldBe(Full);
    }

    [Fact]
    public void A_payload_that_leaves_a_row_free_gets_a_smaller_canvas_close_to_square()
    {
        CanvasSize.Fit(2359292 - (3 * 1024), Full).ShouldBe(new CanvasSize(1023, 768));
        CanvasSize.Fit(1_000_000, Full).ShouldBe(new CanvasSize(578, 577));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(764)]
    public void A_small_payload_gets_sixteen_pixels_a_side(int length) =>
        CanvasSize.Fit(length, Full).ShouldBe(new CanvasSize(16, 16));

    [Fact]
    public void A_canvas_is_never_longer_than_the_full_one_even_below_sixteen_pixels()
    {
        CanvasSize.Fit(5, new(8, 8)).ShouldBe(new CanvasSize(8, 8));
        CanvasSize.Fit(5, new(8, 1000)).ShouldBe(new CanvasSize(8, 16));
        CanvasSize.Fit(0, new(2, 1)).ShouldBe(new CanvasSize(2, 1));
    }

    [Fact]
    public void Any_fit_holds_the_payload_within_the_full_canvas_and_wastes_less_than_a_side()
    {
        var cases = from width in Gen.Choose(2, 300)
                    from height in Gen.Choose(1, 300)
                    from length in Gen.Choose(0, (width * height * 3) - 4)
                    select (Full: new CanvasSize(width, height), Length: length);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var fit = CanvasSize.Fit(c.Length, c.Full);
            fit.Capacity.ShouldBeGreaterThanOrEqualTo(c.Length);
            fit.Width.ShouldBeInRange(Math.Min(16, c.Full.Width), c.Full.Width);
            fit.Height.ShouldBeInRange(Math.Min(16, c.Full.Height), c.Full.Height);
            if (c.Length > 768 && fit != c.Full)
                (fit.Capacity - c.Length).ShouldBeLessThan((3 * Math.Max(fit.Width, fit.Height)) + 3);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_payload_too_long_for_the_canvas_is_the_caller_s_mistake()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => CanvasSize.Fit(2359293, Full));
        Should.Throw<ArgumentOutOfRangeException>(() => CanvasSize.Fit(0, new(1, 1)));
        Should.Throw<ArgumentOutOfRangeException>(() => CanvasSize.Fit(-1, Full));
    }

    [Fact]
    public void A_canvas_without_pixels_or_beyond_64_MiB_is_the_caller_s_mistake()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => CanvasSize.Fit(0, new(0, 16)));
        Should.Throw<ArgumentOutOfRangeException>(() => CanvasSize.Fit(0, new(16, -1)));
        Should.Throw<ArgumentOutOfRangeException>(() => CanvasSize.Fit(0, new(CanvasSize.MaxSide + 1, 1)));
        Should.Throw<ArgumentOutOfRangeException>(() => CanvasSize.Fit(5000 * 5000 * 3 - 4, new(5000, 5000)));
    }
}
