using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Manifests;
using StorageX.Pieces;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>A piece between being read and being stored, and the buffers it holds.</summary>
/// <param name="piece">The piece.</param>
/// <param name="kind">What it is: a piece of the file, or of parity.</param>
/// <param name="group">The group that it counts in; <see cref="GroupShares.None"/> for none.</param>
/// <param name="before">What is stored of it already; null where nothing is known.</param>
/// <param name="stored">Its image, as it is stored already, which this then holds; null where it must be made.</param>
internal sealed class OutstandingPiece(Piece piece, ContainerKind kind, int group, StoredBefore? before = null, PooledBytes? stored = null) : IDisposable
{
    private readonly List<(IImageBackend Host, string Locator)> _places = [];
    private readonly Queue<KnownPlace> _known = [];
    private PooledBytes? _image;
    private PooledBytes? _stored = stored;
    private bool _isSent;

    public Piece Piece { get; } = piece;

    public ContainerKind Kind { get; } = kind;

    public int Group { get; } = group;

    public int Size { get; } = piece.Bytes.Length;

    public StoredBefore? Before { get; } = before;

    public int Crashes { get; set; }

    public byte[] Sha256 { get; private set; } = [];

    public byte[]? Secret { get; private set; }

    /// <summary>The place that is looked at: it is taken for stored there, until the host is seen not to have it. Null where none is.</summary>
    public KnownPlace? Checking { get; private set; }

    /// <summary>Whether the places where it may be count in its group already.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Whether its image was not there, or was wrong, when it was last fetched.</summary>
    public bool IsDoubted { get; private set; }

    /// <summary>Whether it was stored before, in all of its places.</summary>
    public bool IsSkipped => !_isSent;

    /// <summary>Where it is stored.</summary>
    public IReadOnlyList<(IImageBackend Host, string Locator)> Places => _places;

    /// <summary>Takes what was wrong with an answer that is asked for again.</summary>
    public void Doubted(BackendException error) => IsDoubted |= Checking is not null && error.Kind is (BackendErrorKind.Lost or BackendErrorKind.Corrupt);

    /// <summary>Takes an image, which holds the piece from now on.</summary>
    /// <returns>The places of before that count no more, since another secret opens them.</returns>
    public IReadOnlyList<(IImageBackend Host, string Locator)> Encoded(PieceEncoded encoded)
    {
        Fetched(encoded.Image);
        IReadOnlyList<(IImageBackend, string)> others = [];
        if (!(encoded.Secret ?? []).AsSpan().SequenceEqual(Secret))
        {
            others = [.. _places];
            _places.Clear();
        }

        (Sha256, Secret, Checking, IsDoubted, _isSent) = (encoded.Sha256, encoded.Secret, null, false, true);
        return others;
    }

    /// <summary>Keeps an image as long as the piece, instead of the one before.</summary>
    public void Fetched(PooledBytes image)
    {
        _image?.Dispose();
        _image = image;
    }

    /// <summary>The image of before, if there is one, with what it is; the piece holds it from now on.</summary>
    public PieceEncoded? TakeStored()
    {
        if (_stored is not { } image || Before is null)
            return null;
        _stored = null;
        return new PieceEncoded(Piece.Seq, image, Before.Digest, Before.Secret);
    }

    /// <summary>Takes where it may be stored already.</summary>
    public void Known(PieceKnown known)
    {
        (Sha256, Secret, IsHeld) = (known.Sha256, known.Places[0].Stored.Secret, known.AreHeld);
        foreach (var place in known.Places.Where(place => _places.TrueForAll(there => there.Host != place.Known.Backend) && (place.Stored.Secret ?? []).AsSpan().SequenceEqual(Secret)))
            _known.Enqueue(place);
    }

    /// <summary>Forgets where it is, and where it may be, to begin again.</summary>
    /// <returns>The hosts that it counted on.</returns>
    public IReadOnlyList<IImageBackend> Restart()
    {
        List<IImageBackend> hosts = [.. _places.Select(place => place.Host)];
        if (Checking is not null)
            hosts.Add(Checking.Known.Backend);
        _places.Clear();
        _known.Clear();
        (Checking, IsDoubted) = (null, false);
        return hosts;
    }

    /// <summary>Looks at the next place where it may be stored.</summary>
    /// <returns>False where there is none.</returns>
    public bool TryNext()
    {
        Checking = _known.TryDequeue(out var next) ? next : null;
        return Checking is not null;
    }

    /// <summary>Notes that it is stored where it was looked for.</summary>
    public void IsThere() => _places.Add((Checking!.Known.Backend, Checking.Stored.Locator));

    /// <summary>Notes where its image was stored.</summary>
    public void Placed(IEnumerable<(IImageBackend Host, string Locator)> places) => _places.AddRange(places);

    public ManifestPiece Entry() => new(
        Piece.Seq, _places[0].Locator, Piece.Offset, Size, Checksum.Of(Sha256), Secret is null ? (ReadOnlyMemory<byte>?)null : Secret)
    { Mirrors = [.. _places.Skip(1).Select(place => place.Locator)] };

    public void Dispose()
    {
        _image?.Dispose();
        _stored?.Dispose();
    }
}
