using Shouldly;
using StorageX.Examining;
using Xunit;

namespace StorageX.Specs.Examining;

/// <summary>How the sets of a file are, in a picture that is no larger than a page.</summary>
public sealed class HealthPictureSpec
{
    private static readonly HealthStretch Whole = new(1, HealthState.Whole, 4);

    [Fact]
    public void A_few_sets_are_shown_each_for_itself_whatever_the_order_they_come_in()
    {
        var picture = new HealthPicture();
        picture.Add(2, new(1, HealthState.NotRestorable, null));
        picture.Add(0, Whole);
        picture.Add(1, new(1, HealthState.Weakened, 1));
        picture.Stretches.ShouldBe([Whole, new(1, HealthState.Weakened, 1), new(1, HealthState.NotRestorable, null)]);
    }

    [Theory]
    [InlineData(HealthPicture.Most, 1)]
    [InlineData(HealthPicture.Most + 1, 2)]
    [InlineData(10_000, 64)]
    public void Of_many_sets_each_stretch_is_as_its_worst(int sets, int width)
    {
        var picture = new HealthPicture();
        var order = Enumerable.Range(0, sets).ToArray();
        new Random(1).Shuffle(order);
        foreach (var number in order)
            picture.Add(number, number == 200 ? new(1, HealthState.Weakened, 0) : number == sets - 1 ? new(1, HealthState.Unreachable, null) : Whole);
        picture.Stretches.Count.ShouldBe((sets + width - 1) / width);
        picture.Stretches.Sum(stretch => stretch.Sets).ShouldBe(sets);
        picture.Stretches[200 / width].ShouldBe(new(width, HealthState.Weakened, 0));
        (picture.Stretches[^1].State, picture.Stretches[^1].SpareImages).ShouldBe((HealthState.Unreachable, null));
        picture.Stretches.Count(stretch => stretch.State == HealthState.Whole).ShouldBe(picture.Stretches.Count - 2);
    }
}
