using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using StorageX.Pieces;
using Xunit;

namespace StorageX.Specs.Pieces;

public sealed class ReorderBufferSpec
{
    [Fact]
    public void Any_order_of_arrival_gives_the_items_in_theirs()
    {
        var cases = from count in Gen.Choose(0, 60)
                    from order in Gen.Shuffle(Enumerable.Range(0, count).ToArray())
                    select order;
        Prop.ForAll(cases.ToArbitrary(), order => Pass(order, new ReorderBuffer<string>(Math.Max(1, order.Length)), out _)
            .SequenceEqual(Enumerable.Range(0, order.Length)))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void With_as_many_credits_as_it_has_room_it_never_overflows()
    {
        var cases = from credits in Gen.Choose(1, 8)
                    from choices in Gen.ArrayOf(Gen.Choose(0, 1000))
                    select (Credits: credits, Choices: choices);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var order = WithinCredits(c.Credits, c.Choices);
            var given = Pass(order, new ReorderBuffer<string>(c.Credits), out var most);
            return most <= c.Credits && given.SequenceEqual(Enumerable.Range(0, order.Count));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_item_over_the_capacity_is_refused_and_changes_nothing()
    {
        var buffer = new ReorderBuffer<string>(2);
        buffer.Add(1, "b");
        buffer.Add(2, "c");
        Should.Throw<InvalidOperationException>(() => buffer.Add(3, "d"));
        buffer.Count.ShouldBe(2);
        buffer.Waiting.ShouldBe(["b", "c"], ignoreOrder: true);
        buffer.TryTake(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void An_item_that_comes_twice_is_refused_whether_it_waits_or_has_gone()
    {
        var buffer = new ReorderBuffer<string>(3);
        buffer.Add(0, "a");
        Should.Throw<InvalidOperationException>(() => buffer.Add(0, "a"));
        buffer.TryTake(out var seq, out var item).ShouldBeTrue();
        (seq, item).ShouldBe((0, "a"));
        Should.Throw<InvalidOperationException>(() => buffer.Add(0, "a"));
        Should.Throw<InvalidOperationException>(() => buffer.Add(-1, "a"));
    }

    /// <summary>An order of arrival in which an item is begun only when the one that many before it has been given out.</summary>
    private static List<int> WithinCredits(int credits, int[] choices)
    {
        var (order, open, next, given, arrived) = (new List<int>(), new List<int>(), 0, 0, new HashSet<int>());
        foreach (var choice in choices)
        {
            while (next < given + credits)
                open.Add(next++);
            var index = choice % open.Count;
            order.Add(open[index]);
            arrived.Add(open[index]);
            open.RemoveAt(index);
            while (arrived.Contains(given))
                given++;
        }

        order.AddRange(open.Where(item => item < order.DefaultIfEmpty(-1).Max()));
        return order;
    }

    private static List<int> Pass(IEnumerable<int> order, ReorderBuffer<string> buffer, out int most)
    {
        most = 0;
        var given = new List<int>();
        foreach (var arriving in order)
        {
            buffer.Add(arriving, $"{arriving}");
            most = Math.Max(most, buffer.Count);
            while (buffer.TryTake(out var seq, out var item))
            {
                item.ShouldBe($"{seq}");
                given.Add(seq);
            }
        }

        return given;
    }
}
