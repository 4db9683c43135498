using System.Security.Cryptography;
using Shouldly;
using StorageX.Buffers;
using StorageX.Manifests;
using StorageX.Pieces.Parity;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Pieces.Parity;

public sealed class GroupRestorationSpec : IDisposable
{
    private const int Length = 100;
    private static readonly ParityScheme Scheme = new(3, 2);
    private readonly byte[][] _pieces = [.. Enumerable.Range(0, Scheme.Pieces).Select(place => Some.Bytes(Length, place))];
    private readonly GroupRestoration _work;

    public GroupRestorationSpec()
    {
        using var encoder = new ParityEncoder(Scheme, Length);
        for (var place = 0; place < Scheme.Data; place++)
            encoder.Add(place, PooledBytes.CopyOf(_pieces[place]));
        foreach (var (row, parity) in encoder.Finish().Index())
        {
            _pieces[Scheme.Data + row] = parity.Span.ToArray();
            parity.Dispose();
        }

        var entries = Enumerable.Range(0, Scheme.Data).Select(place => new ManifestPiece(place, $"{place}", place * Length, Length, Digest(place))).ToArray();
        ParityPiece[] rows = [.. Enumerable.Range(Scheme.Data, Scheme.Parity).Select(place => new ParityPiece($"{place}", Length, Digest(place)))];
        _work = new GroupRestoration(new PieceGroup([.. entries[..^1], entries[^1] with { Parity = rows }]), Scheme, [0], _ => false);
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_piece_that_failed_is_asked_for_once_more_where_the_others_are_too_few_and_then_no_more()
    {
        Ask(1, comes: false);
        Ask(2, comes: true);
        Ask(3, comes: true);
        Ask(4, comes: false);
        _work.TryNext(out _).ShouldBeFalse();
        _work.IsShort.ShouldBeTrue();
        _work.TryAgain([1, 4]).ShouldBeTrue();
        Ask(1, comes: true);
        _work.TryNext(out _).ShouldBeFalse();
        _work.IsShort.ShouldBeFalse();
        _work.TryAgain([1, 4]).ShouldBeFalse();
        _work.TrySolve(out var restored).ShouldBeTrue();
        restored!.Keys.ShouldBe([0]);
        using var bytes = restored[0];
        bytes.Span.ToArray().ShouldBe(_pieces[0]);
    }

    private void Ask(int expected, bool comes)
    {
        _work.TryNext(out var place).ShouldBeTrue();
        place.ShouldBe(expected);
        if (comes)
            _work.Add(place, PooledBytes.CopyOf(_pieces[place]));
        else
            _work.Miss(place);
    }

    private string Digest(int place) => Checksum.Of(SHA256.HashData(_pieces[place]));
}
