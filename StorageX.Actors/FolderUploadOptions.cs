namespace StorageX;

/// <summary>How one upload of a folder differs from the settings.</summary>
public sealed record FolderUploadOptions
{
    /// <summary>How its images are made and where they go; null for the settings. Format 2 alone has folders.</summary>
    public UploadOptions? Upload { get; init; }

    /// <summary>
    /// What is left out: patterns as git's ignore files have them, each relative to the folder; the last that fits a path counts, and one that begins
    /// with <c>!</c> takes it in again, unless a folder that it is in is left out.
    /// </summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>What is taken in again, by such patterns, after all of <see cref="Rules"/>.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Files with such patterns, a line each, which come before <see cref="Rules"/>.</summary>
    public IReadOnlyList<string> RuleFiles { get; init; } = [];

    /// <summary>Whether what is in folders of caches (those with a CACHEDIR.TAG) is left out, but for the tag.</summary>
    public bool ExcludeCaches { get; init; }

    /// <summary>Whether what is on other file systems than the folder is left out.</summary>
    public bool OneFileSystem { get; init; }
}

/// <summary>What an upload of a folder would store.</summary>
/// <param name="Files">How many files.</param>
/// <param name="Folders">How many folders, the outermost among them.</param>
/// <param name="Links">How many links.</param>
/// <param name="Bytes">The sizes of the files together, in bytes.</param>
public sealed record FolderScan(long Files, long Folders, long Links, long Bytes)
{
    /// <summary>How many entries could not be looked at, or cannot be stored.</summary>
    public long ProblemCount { get; init; }

    /// <summary>Those entries, a thousand at most.</summary>
    public IReadOnlyList<FolderProblem> Problems { get; init; } = [];
}

/// <summary>What an upload of a folder gave.</summary>
/// <param name="Upload">The key, and what it leads to.</param>
public sealed record FolderUploadResult(UploadResult Upload)
{
    /// <summary>How many files are stored.</summary>
    public long Files { get; init; }

    /// <summary>How many folders, the outermost among them.</summary>
    public long Folders { get; init; }

    /// <summary>How many links.</summary>
    public long Links { get; init; }

    /// <summary>The sizes of the files together, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>How many entries could not be stored, or not as they should be.</summary>
    public long ProblemCount { get; init; }

    /// <summary>Those entries, a thousand at most; everything else is stored.</summary>
    public IReadOnlyList<FolderProblem> Problems { get; init; } = [];
}
