namespace StorageX;

/// <summary>How a deletion is done.</summary>
public sealed record DeleteOptions
{
    /// <summary>Whether nothing is deleted, and only what would be is counted.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What a deletion or a prune did, or would do.</summary>
public sealed record DeletionReport
{
    /// <summary>How many images are deleted, as far as their hosts' answers say; or would be asked for.</summary>
    public int Deleted { get; init; }

    /// <summary>How many images stay, since another upload names them.</summary>
    public int Shared { get; init; }

    /// <summary>How many images could not be deleted.</summary>
    public int UndeletedCount { get; init; }

    /// <summary>Those images, the first thousand of them.</summary>
    public IReadOnlyList<UndeletedImage> Undeleted { get; init; } = [];

    /// <summary>How many uploads have left the history, or would; none where an image could not be deleted.</summary>
    public int LeftHistory { get; init; }

    /// <summary>Whether nothing was deleted.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether all images that should go are gone, as far as their hosts' answers say.</summary>
    public bool IsComplete => UndeletedCount == 0;
}

/// <summary>An image that could not be deleted.</summary>
/// <param name="Locator">Where it is.</param>
/// <param name="Backend">The backend that stored it.</param>
/// <param name="Kind">Whether the host refused, or something here failed.</param>
/// <param name="Reason">Why, as one line.</param>
public sealed record UndeletedImage(string Locator, string Backend, TransferErrorKind Kind, string Reason);
