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
internal sealed class OutstandingPiece(Piece piece, ContainerKind kind, int group) : IDisposable
{
    private readonly List<(IImageBackend Host, string Locator)> _places = [];
    private readonly Queue<KnownPlace> _known = [];
    private PooledBytes? _image;
    private bool _isSent;

    public Piece Piece { get; } = piece;

    public ContainerKind Kind { get; } = kind;

    public int Group { get; } = group;

    public int Size { get; } = piece.Bytes.Length;

    public int Crashes { get; set; }

    public byte[] Sha256 { get; private set; } = [];

    public byte[]? Secret { get; private set; }

    /// <summary>The place that is looked at: it is taken for stored there, until the host is seen not to have it. Null where none is.</summary>
    public KnownPlace? Checking { get; private set; }

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

    /// <summary>Takes where it may be stored already.</summary>
    public void Known(PieceKnown known)
    {
        (Sha256, Secret) = (known.Sha256, known.Places[0].Stored.Secret);
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

    public void Dispose() => _image?.Dispose();
}
