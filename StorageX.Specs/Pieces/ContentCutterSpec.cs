using System.Security.Cryptography;
using Shouldly;
using StorageX.Pieces;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Pieces;

/// <summary>Cuts that the content decides, on contents that are the same in every run.</summary>
public sealed class ContentCutterSpec
{
    private const int Tiny = 716;
    private const int Usual = 2_359_244;
    private const int Large = 50_000_000;

    [Fact]
    public void The_cuts_of_a_content_are_those_of_every_version()
    {
        Lengths(Some.Bytes(10_000, seed: 1), Tiny).ShouldBe([345, 453, 435, 659, 685, 477, 531, 480, 617, 480, 676, 689, 357, 535, 691, 513, 483, 678, 216]);
        Lengths(Some.Bytes(10_000_000, seed: 2), Usual).ShouldBe([2282316, 1591972, 1807804, 2227027, 2090881]);
        Lengths(Some.Text(20_000, seed: 3), 3000).ShouldBe([2839, 2120, 1910, 2851, 2099, 2887, 2920, 1906, 468]);
    }

    [Theory]
    [InlineData(Tiny, 3000)]
    [InlineData(9_000, 1000)]
    [InlineData(120_000, 100)]
    public void Pieces_of_random_bytes_fill_three_quarters_of_the_capacity(int capacity, int pieces)
    {
        var lengths = Lengths(Some.Bytes(capacity * pieces, seed: 4), capacity);
        lengths[..^1].Average().ShouldBeInRange(capacity * 0.75, capacity * 0.8);
        lengths[..^1].Min().ShouldBeGreaterThan(capacity * 2 / 5);
        lengths.Count(length => length == capacity).ShouldBeLessThan(1 + (lengths.Count / 200));
        lengths.ShouldAllBe(length => length <= capacity);
    }

    [Theory]
    [InlineData(Tiny, 60)]
    [InlineData(3_000, 60)]
    [InlineData(50_000, 60)]
    [InlineData(Usual, 8)]
    [InlineData(Large, 2)]
    public void Ten_bytes_before_a_long_content_change_three_pieces_at_most(int capacity, int pieces)
    {
        var content = Some.Bytes(capacity * pieces, seed: 5);
        var known = Digests(content, capacity);
        Digests([.. Some.Bytes(10, seed: 6), .. content], capacity).Count(digest => !known.Contains(digest)).ShouldBeInRange(1, 3);
        Digests(content[10..], capacity).Count(digest => !known.Contains(digest)).ShouldBeInRange(1, 3);
    }

    [Theory]
    [InlineData(1, 1.3)]
    [InlineData(100, 1.7)]
    [InlineData(5_000, 3.5)]
    [InlineData(100_000, 3.5)]
    public void What_lies_behind_an_insertion_or_a_gap_is_cut_as_before_after_a_few_pieces(int bytes, double average)
    {
        const int capacity = 20_000;
        var random = new Random(7);
        var content = Some.Bytes(capacity * 60, seed: 8);
        var known = Digests(content, capacity);
        var changed = new List<int>();
        for (var i = 0; i < 30; i++)
        {
            var at = random.Next(content.Length / 2);
            byte[][] others = [[.. content[..at], .. Some.Bytes(bytes, seed: i), .. content[at..]], [.. content[..at], .. content[(at + bytes)..]]];
            changed.AddRange(others.Select(other => Digests(other, capacity).Count(digest => !known.Contains(digest))));
        }

        // An insertion of more than a piece is stored itself, too.
        changed.Average().ShouldBeLessThan(average + (bytes / 1.4 / capacity));
        changed.Max().ShouldBeLessThan(40);
    }

    [Theory]
    [InlineData(Tiny)]
    [InlineData(10_000)]
    [InlineData(Usual)]
    public void Zeros_are_cut_at_the_capacity(int capacity) =>
        Lengths(new byte[(capacity * 3) + 5], capacity).ShouldBe([capacity, capacity, capacity, 5]);

    [Fact]
    public void A_pattern_that_repeats_is_cut_at_a_few_places_of_it()
    {
        var pattern = Some.Bytes(1000, seed: 9);
        byte[] content = [.. Enumerable.Repeat(pattern, 1000).SelectMany(part => part)];
        Digests(content, 10_000).Count.ShouldBeLessThan(Lengths(content, 10_000).Count / 5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(400)]
    public void What_is_no_longer_than_the_shortest_piece_is_one(int length) =>
        new ContentCutter(1000).Cut(Some.Bytes(length, seed: 10)).ShouldBe(length);

    [Fact]
    public void The_end_of_a_content_is_cut_where_its_middle_would_be()
    {
        var content = Some.Bytes(500_000, seed: 11);
        var cutter = new ContentCutter(10_000);
        for (var at = 0; at < 400_000; at += 10_000)
        {
            var cut = cutter.Cut(content.AsSpan(at));
            cutter.Cut(content.AsSpan(at, 10_000)).ShouldBe(cut);
            cutter.Cut(content.AsSpan(at, cut)).ShouldBe(cut);
            cutter.Cut(content.AsSpan(at, cut - 1)).ShouldBe(cut - 1);
        }
    }

    [Fact]
    public void Every_capacity_cuts_everything()
    {
        var content = Some.Bytes(5_000, seed: 12);
        for (var capacity = 1; capacity < 400; capacity++)
            Lengths(content, capacity).ShouldAllBe(length => length >= 1 && length <= capacity);
        Should.Throw<ArgumentOutOfRangeException>(() => new ContentCutter(0));
    }

    private static List<int> Lengths(ReadOnlySpan<byte> content, int capacity)
    {
        var cutter = new ContentCutter(capacity);
        var lengths = new List<int>();
        while (content.Length > 0)
        {
            lengths.Add(cutter.Cut(content[..Math.Min(capacity, content.Length)]));
            content = content[lengths[^1]..];
        }

        return lengths;
    }

    private static HashSet<string> Digests(byte[] content, int capacity)
    {
        var (at, digests) = (0, new HashSet<string>());
        foreach (var length in Lengths(content, capacity))
        {
            digests.Add(Convert.ToHexString(SHA256.HashData(content.AsSpan(at, length))));
            at += length;
        }

        return digests;
    }
}
