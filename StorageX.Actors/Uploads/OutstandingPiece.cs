using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Manifests;
using StorageX.Pieces;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>A piece between being read and being stored, and the buffers it holds.</summary>
internal sealed class OutstandingPiece(Piece piece) : IDisposable
{
    private PooledBytes? _image;

    public Piece Piece { get; } = piece;

    public int Size { get; } = piece.Bytes.Length;

    public int Crashes { get; set; }

    public byte[] Sha256 { get; private set; } = [];

    public byte[]? Secret { get; private set; }

    public string Locator { get; private set; } = "";

    /// <summary>Whether it is taken for stored, until the host is seen not to have it.</summary>
    public bool IsStored { get; private set; }

    /// <summary>Whether it is taken for stored, and its image was not there, or was wrong, when it was last fetched.</summary>
    public bool IsDoubted { get; private set; }

    /// <summary>Takes what was wrong with an answer that is asked for again.</summary>
    public void Doubted(BackendException error) => IsDoubted |= IsStored && error.Kind is (BackendErrorKind.Lost or BackendErrorKind.Corrupt);

    /// <summary>From now on the image is enough: while it waits for the host, the piece takes no memory beside it.</summary>
    public void Encoded(PieceEncoded encoded)
    {
        Fetched(encoded.Image);
        (Sha256, Secret, IsStored, IsDoubted) = (encoded.Sha256, encoded.Secret, false, false);
        Piece.Bytes.Dispose();
    }

    /// <summary>Keeps an image as long as the piece, instead of the one before.</summary>
    public void Fetched(PooledBytes image)
    {
        _image?.Dispose();
        _image = image;
    }

    public void Known(PieceKnown known) => (Locator, Sha256, Secret, IsStored) = (known.Stored.Locator, known.Sha256, known.Stored.Secret, true);

    public ManifestPiece Entry(string locator) => new(
        Piece.Seq, locator, Piece.Offset, Size, Checksum.Of(Sha256), Secret is null ? (ReadOnlyMemory<byte>?)null : Secret);

    public void Dispose()
    {
        Piece.Bytes.Dispose();
        _image?.Dispose();
    }
}
