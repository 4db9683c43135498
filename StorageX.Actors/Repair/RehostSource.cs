using System.Security.Cryptography;
using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Catalogue;
using StorageX.Downloads;
using StorageX.Images.Png;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Reading;
using StorageX.Uploads;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Repair;

/// <summary>
/// A stored file as the source of an upload: what is stored as it should be is only named, and of the rest as much is read as is needed: a piece, or
/// with parity its group. Pieces come from their hosts, a few at once, or from the user's own copy.
/// </summary>
internal sealed class RehostSource : IUploadSource
{
    // Behind the signature, and the length and type of the first chunk.
    private const int HeaderAt = 16;
    private readonly Rehosting _what;
    private readonly IPieceSource _reader;
    private readonly Func<IImageBackend, KnownPieces> _knownOf;
    private readonly UploadRun _run;
    private readonly int _atOnce;
    private readonly CancellationTokenSource _end = new();
    private readonly Queue<Task<SourceItem>> _ahead = [];
    private readonly IEnumerator<Task<SourceItem>> _items;
    private int _restored;
    private int _disposed;

    /// <param name="what">What stays and what is read.</param>
    /// <param name="reader">The pieces, with their images; disposed with this.</param>
    /// <param name="knownOf">What the catalogue knows of a host.</param>
    /// <param name="run">Enters the images that stay, so that nobody deletes them.</param>
    /// <param name="atOnce">How many pieces are read at once, 1 or more.</param>
    public RehostSource(Rehosting what, IPieceSource reader, Func<IImageBackend, KnownPieces> knownOf, UploadRun run, int atOnce)
    {
        (_what, _reader, _knownOf, _run, _atOnce) = (what, reader, knownOf, run, atOnce);
        _items = Items().GetEnumerator();
    }

    /// <inheritdoc/>
    public long? Length => _what.Manifest.Size;

    /// <inheritdoc/>
    public int? PieceCount => _what.Manifest.PieceCount;

    /// <inheritdoc/>
    public long? TreeOffset => _what.Manifest.TreeOffset;

    /// <summary>How many pieces no host could give.</summary>
    public int Restored => _restored;

    /// <inheritdoc/>
    public Task<SourceItem?> ReadAsync(CancellationToken cancel) => Task.Run(NextAsync, cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) > 0)
            return;
        await _end.CancelAsync();
        foreach (var read in _ahead)
        {
            try
            {
                (await read).Discard();
            }
            catch (Exception error) when (error is TransferException or OperationCanceledException or ObjectDisposedException)
            {
                // Nobody waits for it.
            }
        }

        _ahead.Clear();
        _items.Dispose();
        await _reader.DisposeAsync();
        _end.Dispose();
    }

    private async Task<SourceItem?> NextAsync()
    {
        while (_ahead.Count < _atOnce && _items.MoveNext())
            _ahead.Enqueue(_items.Current);
        return _ahead.TryDequeue(out var next) ? await next : null;
    }

    private IEnumerable<Task<SourceItem>> Items()
    {
        if (_what.Manifest.Inline is { } inline)
        {
            yield return Task.FromResult<SourceItem>(new InlineFile(inline.ToArray()));
            yield break;
        }

        foreach (var group in Groups())
        {
            List<(ManifestPiece Piece, List<KnownPlace> Places)> pieces = [.. group.Select(piece => (piece, PlacesOf(piece)))];
            List<(ManifestPiece Piece, List<KnownPlace> Places)> parity = _what.KeepsGroups ? [.. group[^1].Parity.Select(piece => piece.ToPiece(0)).Select(piece => (piece, PlacesOf(piece)))] : [];
            Hold(pieces.Concat(parity));
            if ((_what.KeepsGroups || _what.Pool.Parity is null) && pieces.Concat(parity).All(member => IsEnough(member.Piece, member.Places)))
            {
                List<ManifestPiece> entries = [.. pieces.Select(member => Kept(member.Piece, member.Places) with { Parity = [] })];
                entries[^1] = entries[^1] with { Parity = [.. parity.Select(member => ParityPiece.Of(Kept(member.Piece, member.Places)))] };
                yield return Task.FromResult<SourceItem>(new KeptPieces(entries));
                continue;
            }

            foreach (var (piece, places) in pieces)
            {
                var isFirst = _what.KeepsGroups && piece == group[0];
                var isLast = _what.KeepsGroups && piece == group[^1];
                yield return ReadAsync(piece, places, source => source with
                {
                    EndsGroup = isLast,
                    Parity = isLast ? BeforeOf(parity) : [],
                    Held = isFirst ? [.. pieces.Concat(parity).SelectMany(member => member.Places, (_, place) => place.Known.Backend)] : [],
                });
            }
        }
    }

    private IEnumerable<IReadOnlyList<ManifestPiece>> Groups()
    {
        foreach (var (piece, group) in PieceGroup.Walk(_what.Manifest))
        {
            if (group is null || !_what.KeepsGroups)
                yield return [piece];
            else if (group.PlaceOf(piece.Seq) == 0)
                yield return group.Pieces;
        }
    }

    private bool IsEnough(ManifestPiece piece, List<KnownPlace> places) =>
        places.Count >= (_what.TakesAsItWas ? Math.Min(_what.Pool.Copies, 1 + piece.Mirrors.Count) : _what.Pool.Copies);

    private List<KnownPlace> PlacesOf(ManifestPiece piece) => [.. ImagePlace.Of(_what.Read, piece).Where(place => _what.IsKept(place.Backend, place.Locator))
        .Select(place => new KnownPlace(_knownOf(place.Backend), new StoredPiece(place.Locator, piece.Secret?.ToArray(), DateTimeOffset.MaxValue, DateTimeOffset.MaxValue)))];

    private void Hold(IEnumerable<(ManifestPiece Piece, List<KnownPlace> Places)> members)
    {
        List<(string, string, byte[]?)> images =
            [.. members.SelectMany(member => member.Places, (member, place) => (place.Known.Backend.Properties.Name, place.Stored.Locator, Checksum.DigestIn(member.Piece.Checksum)))];
        if (images.Count > 0 && !_run.Hold(images))
            throw new TransferException(TransferErrorKind.Failed, "an image of this file is being deleted by another process; run the same command again");
    }

    private static ManifestPiece Kept(ManifestPiece piece, List<KnownPlace> places) => piece.At([.. places.Select(place => place.Stored.Locator)]);

    private static IReadOnlyList<StoredBefore> BeforeOf(List<(ManifestPiece Piece, List<KnownPlace> Places)> parity) =>
        [.. parity.Select(member => new StoredBefore(Checksum.DigestIn(member.Piece.Checksum) ?? [], member.Piece.Secret?.ToArray(), member.Places))];

    private async Task<SourceItem> ReadAsync(ManifestPiece piece, List<KnownPlace> places, Func<SourcePiece, SourcePiece> complete)
    {
        await Task.Yield();
        PooledBytes? image = null;
        var bytes = _what.Own is null ? null : await _what.Own.TryReadAsync(piece, _end.Token);
        var isRestored = bytes is not null && places.Count == 0;
        if (bytes is null)
        {
            var shared = await _reader.ReadAsync(piece, [], _end.Token);
            bytes = PooledBytes.CopyOf(shared.Span);
            isRestored = shared.Image is null;
            if (shared.Image is { } stored && places.Count < _what.Pool.Copies && IsTaken(stored.Span))
                image = PooledBytes.CopyOf(stored.Span);
            shared.Release();
        }

        if (isRestored)
            Interlocked.Increment(ref _restored);
        var digest = Checksum.DigestIn(piece.Checksum) ?? SHA256.HashData(bytes.Span);
        return complete(new SourcePiece(new Piece(piece.Seq, piece.Offset, bytes)) { Before = new StoredBefore(digest, piece.Secret?.ToArray(), places), Image = image });
    }

    // What a host has made another kind of picture of, or what another host does not take, is drawn anew.
    private bool IsTaken(ReadOnlySpan<byte> image)
    {
        var host = _what.Pool.Properties;
        if (!image.StartsWith(PngFormat.Signature) || image.Length > host.MaxBytes)
            return false;
        var size = PngHeader.Parse(image.Slice(HeaderAt, PngFormat.HeaderLength)).Size;
        return Math.Min(size.Width, size.Height) >= host.MinSide && Math.Max(size.Width, size.Height) <= host.MaxSide;
    }
}
