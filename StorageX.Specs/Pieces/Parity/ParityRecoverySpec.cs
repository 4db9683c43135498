using Shouldly;
using StorageX.Buffers;
using StorageX.Pieces.Parity;
using Xunit;

namespace StorageX.Specs.Pieces.Parity;

public sealed class ParityRecoverySpec
{
    [Fact]
    public void Any_losses_of_a_group_that_are_no_more_than_its_parity_are_restored()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var (random, group) = SomeGroup(seed);
            var places = Shuffled(random, group.Places);
            var lost = places[..random.Next(1, group.Scheme.Parity + 1)];
            var wanted = Shuffled(random, lost)[..random.Next(1, lost.Length + 1)];
            ParityPlan.TryMake(group.Scheme, group.Data.Length, places[lost.Length..], wanted, out var plan, out var problem).ShouldBeTrue($"seed {seed}: {problem}");
            plan!.Survivors.Count.ShouldBe(group.Data.Length);
            plan.Survivors.ShouldBeSubsetOf(places[lost.Length..]);
            var restored = group.Restore(plan, Shuffled(random, plan.Survivors));
            for (var i = 0; i < wanted.Length; i++)
                restored[i].AsSpan().SequenceEqual(group[wanted[i]]).ShouldBeTrue($"seed {seed}: piece {wanted[i]} of {group.Scheme} with {group.Data.Length}, without {string.Join(' ', lost)}");
        }
    }

    [Fact]
    public void One_loss_more_than_a_group_has_parity_is_told()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var (random, group) = SomeGroup(seed);
            var places = Shuffled(random, group.Places);
            var lost = places[..(group.Scheme.Parity + 1)];
            ParityPlan.TryMake(group.Scheme, group.Data.Length, places[lost.Length..], lost, out var plan, out var problem).ShouldBeFalse($"seed {seed}");
            plan.ShouldBeNull();
            problem.ShouldBe($"{lost.Length} of a group's {places.Length} pieces are lost, and its parity makes up for {group.Scheme.Parity} at most");
        }
    }

    [Fact]
    public void Every_loss_of_four_in_10_plus_4_is_restored()
    {
        var group = Group.Random(new Random(1), new ParityScheme(10, 4), 10, 40);
        var count = 0;
        foreach (var lost in Choices(group.Places, 4))
        {
            ParityPlan.TryMake(group.Scheme, 10, group.Places.Except(lost).ToArray(), lost, out var plan, out _).ShouldBeTrue();
            group.Restore(plan!, plan!.Survivors).ShouldBe(lost.Select(place => group[place]), string.Join(' ', lost));
            count++;
        }

        count.ShouldBe(1001);
    }

    [Fact]
    public void Parity_is_used_in_the_order_in_which_it_is_named_and_only_as_much_as_is_needed()
    {
        ParityPlan.TryMake(new ParityScheme(10, 4), 10, [13, 12, 11, 10, 0, 1, 2, 3, 4, 5, 6, 7], [8], out var plan, out _).ShouldBeTrue();
        plan!.Survivors.Order().ShouldBe([0, 1, 2, 3, 4, 5, 6, 7, 12, 13]);
    }

    [Fact]
    public void A_place_that_the_group_has_not_and_one_that_is_given_twice_are_bugs()
    {
        var scheme = new ParityScheme(10, 4);
        int[] there = [0, 1, 2, 10];
        foreach (var wrong in new[] { -1, 4, 9, 14, 0 })
            Should.Throw<ArgumentException>(() => ParityPlan.TryMake(scheme, 4, there, [3, wrong], out _, out _), $"{wrong}");
        Should.Throw<ArgumentException>(() => ParityPlan.TryMake(scheme, 11, there, [3], out _, out _));
        Should.Throw<ArgumentException>(() => ParityPlan.TryMake(scheme, 0, there, [3], out _, out _));
    }

    [Fact]
    public void A_decoder_takes_each_piece_of_its_plan_once_and_ends_when_it_has_all()
    {
        var group = Group.Random(new Random(2), new ParityScheme(3, 2), 3, 100);
        ParityPlan.TryMake(group.Scheme, 3, [0, 2, 3, 4], [1], out var plan, out _).ShouldBeTrue();
        using var decoder = new ParityDecoder(plan!, [group.Data[1].Length]);
        decoder.Add(3, PooledBytes.CopyOf(group[3]));
        Should.Throw<ArgumentException>(() => decoder.Add(3, PooledBytes.CopyOf(group[3])));
        Should.Throw<ArgumentException>(() => decoder.Add(4, group[4].AsMemory()));
        decoder.Add(2, group[2].AsMemory());
        decoder.Outstanding.ShouldBe([0]);
        Should.Throw<InvalidOperationException>(decoder.Finish);
        decoder.Add(0, PooledBytes.CopyOf(group[0]));
        Group.Bytes(decoder.Finish()).ShouldBe([group[1]]);
        Should.Throw<ArgumentException>(() => new ParityDecoder(plan!, []));
    }

    private static (Random Random, Group Group) SomeGroup(int seed)
    {
        var random = new Random(seed);
        var data = seed % 10 == 0 ? random.Next(1, 255) : random.Next(1, 25);
        var parity = seed % 10 == 0 ? random.Next(1, 256 - data) : random.Next(1, 7);
        return (random, Group.Random(random, new ParityScheme(data, parity), random.Next(1, data + 1), random.Next(1, 300)));
    }

    private static int[] Shuffled(Random random, IEnumerable<int> places)
    {
        var shuffled = places.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static IEnumerable<int[]> Choices(int[] places, int count) => count == 0
        ? [[]]
        : places.SelectMany((place, i) => Choices(places[(i + 1)..], count - 1).Select(rest => (int[])[place, .. rest]));
}
