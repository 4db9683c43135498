using Shouldly;
using StorageX.Buffers;
using StorageX.Pieces.Parity;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Pieces.Parity;

public sealed class ParityEncoderSpec : IDisposable
{
    private static readonly ParityScheme Scheme = new(10, 4);
    private readonly ParityEncoder _encoder = new(Scheme, 1000);

    public void Dispose() => _encoder.Dispose();

    [Fact]
    public void The_order_in_which_pieces_come_makes_no_difference()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var group = Group.Random(random, Scheme, random.Next(1, 11), 500);
            var order = Enumerable.Range(0, group.Data.Length).ToArray();
            random.Shuffle(order);
            Group.Encode(Scheme, group.Data, order: order).Parity.ShouldBe(group.Parity, $"seed {seed}");
        }
    }

    [Fact]
    public void A_group_that_ends_early_has_the_parity_of_one_whose_other_pieces_are_zeros()
    {
        var data = Enumerable.Range(0, 3).Select(i => Some.Bytes(400 + i, seed: i)).ToArray();
        var whole = Group.Encode(Scheme, [.. data, .. Enumerable.Repeat(new byte[402], 7)]);
        Group.Encode(Scheme, data).Parity.ShouldBe(whole.Parity);
        Group.Encode(Scheme, [.. data, .. Enumerable.Repeat(Array.Empty<byte>(), 7)]).Parity.ShouldBe(whole.Parity);
    }

    [Fact]
    public void Pieces_are_padded_with_zeros_to_the_longest_wherever_it_comes()
    {
        int[] lengths = [10, 300, 299, 64, 0, 1000, 999, 1, 65, 500];
        var data = lengths.Select((length, i) => Some.Bytes(length, seed: i)).ToArray();
        var padded = data.Select(piece => piece.Concat(new byte[1000 - piece.Length]).ToArray()).ToArray();
        Group.Encode(Scheme, data).Parity.ShouldBe(Group.Encode(Scheme, padded).Parity);
    }

    [Fact]
    public void Pieces_that_stay_the_callers_count_the_same_and_may_change_afterwards()
    {
        var group = Group.Random(new Random(1), Scheme, 10, 900);
        for (var place = 0; place < 10; place++)
        {
            var copy = group.Data[place].ToArray();
            if (place % 3 == 0)
                _encoder.Add(place, PooledBytes.CopyOf(copy));
            else
                _encoder.Add(place, copy.AsMemory());
            Array.Fill<byte>(copy, 0xEE);
        }

        Group.Bytes(_encoder.Finish()).ShouldBe(group.Parity);
    }

    [Fact]
    public void One_encoder_makes_one_group_after_another()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var group = Group.Random(random, Scheme, random.Next(1, 11), random.Next(1, 1000));
            for (var place = 0; place < group.Data.Length; place++)
                _encoder.Add(place, PooledBytes.CopyOf(group.Data[place]));
            (_encoder.Count, _encoder.Length, _encoder.IsFull).ShouldBe((group.Data.Length, group.Longest, group.Data.Length == 10));
            Group.Bytes(_encoder.Finish()).ShouldBe(group.Parity, $"seed {seed}");
            (_encoder.Count, _encoder.Length).ShouldBe((0, 0));
        }
    }

    [Fact]
    public void It_holds_three_pieces_at_most_and_gives_back_what_it_holds()
    {
        var pieces = Enumerable.Range(0, 10).Select(i => PooledBytes.CopyOf(Some.Bytes(100, seed: i))).ToArray();
        for (var i = 0; i < pieces.Length; i++)
        {
            _encoder.Add(i, pieces[i]);
            pieces.Take(i + 1).Count(IsHeld).ShouldBe((i + 1) % 4);
        }

        _encoder.Dispose();
        pieces.ShouldAllBe(piece => !IsHeld(piece));
    }

    [Fact]
    public void A_piece_without_a_place_a_second_one_and_one_too_long_are_refused_and_given_back()
    {
        _encoder.Add(3, PooledBytes.CopyOf([1, 2, 3]));
        foreach (var (place, length) in new[] { (-1, 5), (10, 5), (3, 5), (4, 1001) })
        {
            var piece = PooledBytes.Rent(length);
            Should.Throw<ArgumentException>(() => _encoder.Add(place, piece));
            IsHeld(piece).ShouldBeFalse();
        }

        _encoder.Count.ShouldBe(1);
        Group.Bytes(_encoder.Finish()).ShouldBe([.. Enumerable.Range(10, 4).Select(row => new byte[] { 1, 2, 3 }.Select(b => GaloisField.Multiply(b, GaloisField.Cauchy(row, 3))).ToArray())]);
        Should.Throw<InvalidOperationException>(_encoder.Finish);
    }

    private static bool IsHeld(PooledBytes piece)
    {
        try
        {
            _ = piece.Memory;
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
