namespace StorageX;

/// <summary>How one download of a folder differs from the default.</summary>
public sealed record FolderDownloadOptions
{
    /// <summary>Whether files and links that are there are replaced; otherwise those that are others make the download fail before anything is written.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether files and links that are there stay as they are.</summary>
    public bool SkipExisting { get; init; }

    /// <summary>What is restored: patterns as git's ignore files have them, and all that is below what one fits; all of the folder where there is none.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>The most bytes that are fetched and written, without those of gaps; null for any.</summary>
    public long? MaxSize { get; init; }
}

/// <summary>What a download of a folder gave.</summary>
/// <param name="Path">The folder's full path.</param>
/// <param name="Manifest">What the key led to.</param>
public sealed record FolderDownloadResult(string Path, Manifests.Manifest Manifest)
{
    /// <summary>How many files are there now.</summary>
    public long Files { get; init; }

    /// <summary>How many folders.</summary>
    public long Folders { get; init; }

    /// <summary>How many links.</summary>
    public long Links { get; init; }

    /// <summary>The sizes of the files together, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>How many of the files and links were there before.</summary>
    public long Skipped { get; init; }

    /// <summary>What was lost on the hosts, if something could not be had for that; null where nothing was.</summary>
    public TransferErrorKind? Missing { get; init; }

    /// <summary>How many entries could not be restored.</summary>
    public long ProblemCount { get; init; }

    /// <summary>Those entries, a thousand at most; everything else is restored.</summary>
    public IReadOnlyList<FolderProblem> Problems { get; init; } = [];
}
