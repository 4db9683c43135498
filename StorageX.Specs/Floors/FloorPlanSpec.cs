using Shouldly;
using Xunit;

namespace StorageX.Specs.Floors;

public sealed class FloorPlanSpec
{
    private static readonly FloorPlan House = new("Project/House", ["cellar"], ["kitchen", "hall"], ["attic"]);
    private static readonly string[] Rooms = ["cellar", "kitchen", "hall", "attic"];

    [Fact]
    public void A_room_may_use_lower_ones_and_one_beside_it() =>
        Faults(("kitchen", "cellar"), ("attic", "cellar"), ("attic/corner", "hall"), ("kitchen", "hall"), ("hall/wardrobe", "hall"), ("", "attic")).ShouldBeEmpty();

    [Fact]
    public void A_room_may_not_use_a_higher_one() => Faults(("cellar/shelf", "kitchen/oven")).ShouldBe(["x.cs uses X: from cellar up to kitchen"]);

    [Fact]
    public void A_room_may_not_use_what_lies_in_the_house_itself() => Faults(("attic", "")).ShouldBe(["x.cs uses X: from attic up to Project/House"]);

    [Fact]
    public void Two_rooms_on_one_floor_may_not_use_each_other() =>
        Faults(("kitchen", "hall"), ("hall", "kitchen")).ShouldBe(["x.cs uses X: kitchen and hall use each other", "x.cs uses X: hall and kitchen use each other"]);

    [Fact]
    public void Three_rooms_on_one_floor_may_not_use_each_other_in_a_circle()
    {
        var house = new FloorPlan("Project", ["a", "b", "c", "d"]);
        house.Faults([.. new[] { ("a", "b"), ("b", "c"), ("c", "a"), ("c", "d") }.Select(pair => new Arrow("x.cs", pair.Item1, pair.Item2, "X"))], ["a", "b", "c", "d"]).Count().ShouldBe(3);
    }

    [Fact]
    public void What_lies_outside_of_the_house_is_not_its_concern() =>
        House.Faults([new Arrow("x.cs", "Other", "House/attic", "X"), new Arrow("x.cs", "House/cellar", "Other", "X"), new Arrow("x.cs", "House/cellar", "Household", "X")], Rooms).ShouldBeEmpty();

    [Fact]
    public void Every_room_is_on_a_floor_and_every_room_on_a_floor_is_there() =>
        House.Faults([], ["cellar", "kitchen", "attic", "shed"]).ShouldBe(["Project/House/shed is on no floor", "Project/House/hall is on a floor, but is not there"]);

    private static IEnumerable<string> Faults(params (string From, string To)[] arrows) =>
        House.Faults([.. arrows.Select(arrow => new Arrow("x.cs", $"House/{arrow.From}".TrimEnd('/'), $"House/{arrow.To}".TrimEnd('/'), "X"))], Rooms);
}
