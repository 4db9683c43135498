namespace StorageX;

/// <summary>What a transfer is doing.</summary>
public enum TransferPhase
{
    /// <summary>Fetching and checking the manifest (downloads only).</summary>
    ReadingManifest,

    /// <summary>Moving pieces.</summary>
    Pieces,

    /// <summary>Storing the manifest (uploads), or flushing the file and giving it its name (downloads).</summary>
    Finishing,

    /// <summary>Done: the key is known, or the file is there.</summary>
    Done,

    /// <summary>Deleting images; what is counted as pieces are images then.</summary>
    Deleting,
}

/// <summary>How far a transfer is. Reports come in order, one at a time.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Bytes">Bytes of the file that are safely stored or written, 0 or more.</param>
/// <param name="TotalBytes">The file's size in bytes; null while it is unknown (standard input, before the manifest).</param>
/// <param name="Pieces">Pieces that are safely stored or written, 0 or more.</param>
/// <param name="TotalPieces">How many pieces the file has; null while unknown.</param>
/// <param name="Retries">How many requests were repeated so far.</param>
/// <param name="Note">What last went wrong and is being tried again, as one line; null when nothing has.</param>
/// <param name="Skipped">Of the pieces, those that were there already and were not sent or fetched again.</param>
public sealed record TransferProgress(
    TransferPhase Phase, long Bytes, long? TotalBytes, int Pieces, int? TotalPieces, int Retries, string? Note, int Skipped = 0)
{
    /// <summary>Of the pieces, those that had been stored before, were lost or altered, and were sent again.</summary>
    public int Resent { get; init; }

    /// <summary>Of the pieces, those whose images could not be had, and which were restored from the others of their group.</summary>
    public int Restored { get; init; }

    /// <summary>Of a folder, how many files are read, or restored; null where a file is moved.</summary>
    public long? Files { get; init; }

    /// <summary>How many there are; null while that is not known.</summary>
    public long? TotalFiles { get; init; }

    /// <summary>The entry of a folder that was come to last; any characters may stand in it. Null where a file is moved.</summary>
    public string? Path { get; init; }

    /// <summary>How many images of pieces an upload has sent; each copy, and those of parity, count.</summary>
    public int Sent { get; init; }

    /// <summary>The hosts of a pool that took nothing, or only after a while, so that others keep what was theirs; each with the reason.</summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];

    /// <summary>The backend that keeps the images, by its name; empty while none is known.</summary>
    public string Host { get; init; } = "";

    /// <summary>
    /// Set while the host lets no request of this transfer begin for long: the time at which it goes on by itself. Cancelling it
    /// meanwhile loses nothing: what is stored is known, and the same transfer begun at that time continues. Null while nothing waits.
    /// </summary>
    public DateTimeOffset? WaitingUntil { get; init; }
}
