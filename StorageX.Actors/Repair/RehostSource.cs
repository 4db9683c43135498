using System.Buffers.Binary;
using System.Security.Cryptography;
using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Catalogue;
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
    private const int Signature = 8;
    private const int SidesAt = 16;
    private readonly RehostPlan _plan;
    private readonly IPieceSource _reader;
    private readonly OwnCopy? _own;
    private readonly CancellationTokenSource _end = new();
    private readonly Queue<Task<SourceItem>> _ahead = [];
    private readonly IEnumerator<Task<SourceItem>> _items;
    private int _restored;
    private int _disposed;

    /// <param name="plan">What stays and what is read.</param>
    /// <param name="reader">The pieces, with their images; disposed with this.</param>
    /// <param name="own">The user's own copy; null for none.</param>
    public RehostSource(RehostPlan plan, IPieceSource reader, OwnCopy? own)
    {
        (_plan, _reader, _own) = (plan, reader, own);
        _items = Items().GetEnumerator();
    }

    /// <inheritdoc/>
    public long? Length => _plan.Manifest.Size;

    /// <inheritdoc/>
    public int? PieceCount => _plan.Manifest.PieceCount;

    /// <summary>How many pieces no host could give.</summary>
    public int Restored => _restored;

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

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
        _own?.Dispose();
        _end.Dispose();
    }

    private async Task<SourceItem?> NextAsync()
    {
        while (_ahead.Count < _plan.AtOnce && _items.MoveNext())
            _ahead.Enqueue(_items.Current);
        return _ahead.TryDequeue(out var next) ? await next : null;
    }

    private IEnumerable<Task<SourceItem>> Items()
    {
        if (_plan.Manifest.Inline is { } inline)
        {
            yield return Task.FromResult<SourceItem>(new InlineFile(inline.ToArray()));
            yield break;
        }

        foreach (var group in Groups())
        {
            var parity = _plan.KeepsGroups ? group[^1].Parity.Select(piece => (Piece: piece, Places: PlacesOf(piece))).ToList() : [];
            var pieces = group.Select(piece => (Piece: piece, Places: PlacesOf(piece.Key, piece.Mirrors, piece.Secret))).ToList();
            if ((_plan.KeepsGroups || _plan.Pool.Parity is null) && pieces.TrueForAll(piece => IsEnough(piece.Places, piece.Piece.Mirrors)) && parity.TrueForAll(piece => IsEnough(piece.Places, piece.Piece.Mirrors)))
            {
                List<ManifestPiece> entries = [.. pieces.Select(piece => Kept(piece.Piece, piece.Places))];
                entries[^1] = entries[^1] with { Parity = [.. parity.Select(piece => Kept(piece.Piece, piece.Places))] };
                Hold(pieces.Select(piece => (piece.Places, piece.Piece.Checksum)).Concat(parity.Select(piece => (piece.Places, piece.Piece.Checksum))));
                yield return Task.FromResult<SourceItem>(new KeptPieces(entries));
                continue;
            }

            Hold(pieces.Select(piece => (piece.Places, piece.Piece.Checksum)).Concat(parity.Select(piece => (piece.Places, piece.Piece.Checksum))));
            List<IImageBackend> held = [.. pieces.Select(piece => piece.Places).Concat(parity.Select(piece => piece.Places)).SelectMany(places => places, (_, place) => place.Known.Backend)];
            foreach (var (piece, places) in pieces)
            {
                var isLast = piece == group[^1];
                IReadOnlyList<StoredBefore> before = isLast && parity.TrueForAll(member => Checksum.DigestIn(member.Piece.Checksum) is not null)
                    ? [.. parity.Select(member => new StoredBefore(Checksum.DigestIn(member.Piece.Checksum)!, member.Piece.Secret?.ToArray(), member.Places))] : [];
                yield return ReadAsync(piece, places, isLast && _plan.KeepsGroups, before, piece == group[0] && _plan.KeepsGroups ? held : []);
            }
        }
    }

    private IEnumerable<IReadOnlyList<ManifestPiece>> Groups()
    {
        foreach (var (piece, group) in PieceGroup.Walk(_plan.Manifest))
        {
            if (group is null || !_plan.KeepsGroups)
                yield return [piece];
            else if (group.PlaceOf(piece.Seq) == 0)
                yield return group.Pieces;
        }
    }

    private bool IsEnough(List<KnownPlace> places, IReadOnlyList<string> mirrors) =>
        places.Count >= (_plan.TakesAsItWas ? Math.Min(_plan.Pool.Copies, 1 + mirrors.Count) : _plan.Pool.Copies);

    private List<KnownPlace> PlacesOf(ParityPiece piece) => PlacesOf(piece.Key, piece.Mirrors, piece.Secret);

    private List<KnownPlace> PlacesOf(string key, IReadOnlyList<string> mirrors, ReadOnlyMemory<byte>? secret)
    {
        var places = new List<KnownPlace>();
        foreach (var locator in mirrors.Prepend(key))
        {
            if (_plan.OwnerOf(locator) is { } host && _plan.IsKept(host, locator))
                places.Add(new KnownPlace(_plan.KnownOf(host), new StoredPiece(locator, secret?.ToArray(), DateTimeOffset.MaxValue, DateTimeOffset.MaxValue)));
        }

        return places;
    }

    private void Hold(IEnumerable<(List<KnownPlace> Places, string Checksum)> images)
    {
        List<(string, string, byte[]?)> held = [.. images.SelectMany(image => image.Places, (image, place) => (place.Known.Backend.Properties.Name, place.Stored.Locator, Checksum.DigestIn(image.Checksum)))];
        if (held.Count > 0)
            _plan.Hold(held);
    }

    private static ManifestPiece Kept(ManifestPiece piece, List<KnownPlace> places) =>
        piece with { Key = places[0].Stored.Locator, Mirrors = [.. places.Skip(1).Select(place => place.Stored.Locator)], Parity = [] };

    private static ParityPiece Kept(ParityPiece piece, List<KnownPlace> places) =>
        piece with { Key = places[0].Stored.Locator, Mirrors = [.. places.Skip(1).Select(place => place.Stored.Locator)] };

    private async Task<SourceItem> ReadAsync(ManifestPiece piece, List<KnownPlace> places, bool endsGroup, IReadOnlyList<StoredBefore> parity, IReadOnlyList<IImageBackend> held)
    {
        await Task.Yield();
        PooledBytes? image = null;
        var bytes = _own is null ? null : await _own.TryReadAsync(piece, _end.Token);
        if (bytes is null)
        {
            var shared = await _reader.ReadAsync(piece, [], _end.Token);
            bytes = PooledBytes.CopyOf(shared.Span);
            if (shared.Image is null)
                Interlocked.Increment(ref _restored);
            else if (places.Count < _plan.Pool.Copies && IsTaken(shared.Image.Span))
                image = PooledBytes.CopyOf(shared.Image.Span);
            shared.Release();
        }
        else if (places.Count == 0)
        {
            Interlocked.Increment(ref _restored);
        }

        var digest = Checksum.DigestIn(piece.Checksum) ?? SHA256.HashData(bytes.Span);
        return new SourcePiece(new Piece(piece.Seq, piece.Offset, bytes))
        {
            Before = new StoredBefore(digest, piece.Secret?.ToArray(), places),
            Image = image,
            EndsGroup = endsGroup,
            Parity = parity,
            Held = held,
        };
    }

    // What a host has made another kind of picture of, or what another host does not take, is drawn anew.
    private bool IsTaken(ReadOnlySpan<byte> image)
    {
        var host = _plan.Pool.Properties;
        if (!image.StartsWith(PngSignature) || image.Length < SidesAt + Signature || image.Length > host.MaxBytes)
            return false;
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(image[SidesAt..]), BinaryPrimitives.ReadUInt32BigEndian(image[(SidesAt + 4)..]));
        return Math.Min(width, height) >= host.MinSide && Math.Max(width, height) <= host.MaxSide;
    }
}
