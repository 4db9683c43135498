namespace StorageX.Host.Contract;

/// <summary>A look at every image of a file.</summary>
internal sealed record HealthRequest
{
    /// <summary>The file's key; or else a job.</summary>
    public string? Key { get; init; }

    /// <summary>The number of a job that has the file's key.</summary>
    public long? Job { get; init; }

    /// <summary>Whether the hosts are only asked whether each image exists.</summary>
    public bool Quick { get; init; }

    /// <summary>The higher, the sooner; -1000 to 1000, 0 without it.</summary>
    public int? Priority { get; init; }

    /// <summary>The request without its key.</summary>
    public override string ToString() => $"health of job {Job}";
}

/// <summary>A deletion of the images that no other upload in the daemon's history uses.</summary>
internal sealed record DeleteRequest
{
    /// <summary>The file's key; or else a job.</summary>
    public string? Key { get; init; }

    /// <summary>The number of a job that has the file's key.</summary>
    public long? Job { get; init; }

    /// <summary>Whether nothing is deleted, and only what would be is counted.</summary>
    public bool DryRun { get; init; }

    /// <summary>The higher, the sooner; -1000 to 1000, 0 without it.</summary>
    public int? Priority { get; init; }

    /// <summary>The request without its key.</summary>
    public override string ToString() => $"deletion of job {Job}";
}

/// <summary>A deletion of the images that no upload uses.</summary>
internal sealed record PruneRequest
{
    /// <summary>Whether nothing is deleted, and only what would be is counted.</summary>
    public bool DryRun { get; init; }

    /// <summary>The higher, the sooner; -1000 to 1000, 0 without it.</summary>
    public int? Priority { get; init; }
}
