using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Manifests;
using StorageX.Pieces;

namespace StorageX.Uploads;

/// <summary>What an upload stores, in the order of the file. For one reader at a time.</summary>
internal interface IUploadSource : IAsyncDisposable
{
    /// <summary>The file's size in bytes; null where only its end will tell.</summary>
    long? Length { get; }

    /// <summary>How many pieces it has; null where only its end will tell.</summary>
    int? PieceCount { get; }

    /// <summary>Where a folder's tree begins, once its last piece was read; null where a file is stored.</summary>
    long? TreeOffset => null;

    /// <summary>How far the reading of a folder is: its files, and the last path; null where a file is stored.</summary>
    (long Files, string Path)? Reached => null;

    /// <summary>What comes next; null after the last.</summary>
    /// <exception cref="SourceException">It cannot be read on, or has changed since it was opened.</exception>
    /// <exception cref="TransferException">A piece of a stored file cannot be had.</exception>
    Task<SourceItem?> ReadAsync(CancellationToken cancel);
}

/// <summary>A part of what an upload stores; whoever holds it owns its buffers.</summary>
internal abstract record SourceItem
{
    /// <summary>Gives its buffers back.</summary>
    public virtual void Discard()
    {
    }
}

/// <summary>A piece.</summary>
/// <param name="Piece">The piece.</param>
internal sealed record SourcePiece(Piece Piece) : SourceItem
{
    /// <summary>What is stored of it; null where nothing is known.</summary>
    public StoredBefore? Before { get; init; }

    /// <summary>Its image, as it is stored already; null where it must be made.</summary>
    public PooledBytes? Image { get; init; }

    /// <summary>Whether it is known that no other comes before or after it.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether its group ends with it, full or not.</summary>
    public bool EndsGroup { get; init; }

    /// <summary>The hosts of the images of its group that stay, each as often as it has one; told with the first piece of the group.</summary>
    public IReadOnlyList<IImageBackend> Held { get; init; } = [];

    /// <summary>What is stored of the parity of the group that ends with it, in the order of its places.</summary>
    public IReadOnlyList<StoredBefore> Parity { get; init; } = [];

    /// <inheritdoc/>
    public override void Discard()
    {
        Piece.Bytes.Dispose();
        Image?.Dispose();
    }
}

/// <summary>Pieces that are stored as they should be, whole groups where there are any: the manifest names them, and no more is done.</summary>
/// <param name="Entries">Their entries, in order.</param>
internal sealed record KeptPieces(IReadOnlyList<ManifestPiece> Entries) : SourceItem;

/// <summary>A small file that the manifest carries itself.</summary>
/// <param name="Bytes">All of it.</param>
internal sealed record InlineFile(byte[] Bytes) : SourceItem;
