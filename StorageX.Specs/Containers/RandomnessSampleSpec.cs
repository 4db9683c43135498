using Shouldly;
using StorageX.Containers;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Containers;

public sealed class RandomnessSampleSpec
{
    private const int Piece = 2_359_244;

    [Fact]
    public void Random_bytes_look_random_at_every_size()
    {
        for (var seed = 0; seed < 200; seed++)
            RandomnessSample.LooksRandom(Some.Bytes(4096 + (seed * 977), seed)).ShouldBeTrue($"seed {seed}");
        RandomnessSample.LooksRandom(Some.Bytes(Piece, seed: 1)).ShouldBeTrue();
    }

    [Fact]
    public void A_run_of_3_percent_that_compresses_is_seen_wherever_it_stands()
    {
        const int run = Piece * 3 / 100;
        var random = Some.Bytes(Piece, seed: 2);
        var bytes = (byte[])random.Clone();
        for (var start = 0; start + run <= Piece; start += 9973)
        {
            bytes.AsSpan(start, run).Clear();
            RandomnessSample.LooksRandom(bytes).ShouldBeFalse($"from {start}");
            random.AsSpan(start, run).CopyTo(bytes.AsSpan(start));
        }
    }

    [Fact]
    public void Bytes_that_are_more_even_than_chance_do_not_look_random()
    {
        var counting = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();
        RandomnessSample.LooksRandom(counting).ShouldBeFalse();
        RandomnessSample.LooksRandom(Some.Text(100_000, seed: 3)).ShouldBeFalse();
        RandomnessSample.LooksRandom(new byte[100_000]).ShouldBeFalse();
    }
}
