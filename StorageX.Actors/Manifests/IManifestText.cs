using StorageX.Buffers;

namespace StorageX.Manifests;

/// <summary>
/// A manifest that is being written: it is given the pieces in order, hands out texts that must be stored before it can go
/// on, one at a time, and in the end the text of the root.
/// </summary>
internal interface IManifestText
{
    /// <summary>The root's text, for the caller to dispose; null until everything under it is stored.</summary>
    PooledBytes? Root { get; }

    /// <summary>Lists the next piece.</summary>
    /// <exception cref="TransferException">The manifest can hold no more.</exception>
    void Add(ManifestPiece piece);

    /// <summary>Says that all pieces have come.</summary>
    /// <param name="manifest">The file's size, time and inline bytes.</param>
    void Finish(Manifest manifest);

    /// <summary>The next text to be stored as a piece of kind manifest, for the caller to dispose; null while there is none, or while one is not stored yet.</summary>
    PooledBytes? NextChunk();

    /// <summary>Says where the text handed out last is, in one place or more.</summary>
    void Stored(IReadOnlyList<string> locators, string checksum, ReadOnlyMemory<byte>? secret);
}
