namespace StorageX.Host.Contract;

/// <summary>What a deletion or a prune did, or would do.</summary>
/// <param name="Deleted">How many images are deleted, or would be; of a job that was cut off, in its last run.</param>
/// <param name="Shared">How many images stay, since another upload names them.</param>
/// <param name="Undeleted">How many images could not be deleted.</param>
/// <param name="Uploads">How many uploads have left the history, or would.</param>
/// <param name="DryRun">Whether nothing was deleted.</param>
/// <param name="Images">The images that could not be deleted, the first of them.</param>
internal sealed record DeletionView(int Deleted, int Shared, int Undeleted, int Uploads, bool DryRun, IReadOnlyList<UndeletedView> Images)
{
    /// <summary>How many images that could not be deleted a daemon lists.</summary>
    public const int MostImages = 1000;

    /// <summary>A report as it is told.</summary>
    /// <param name="report">The report.</param>
    /// <param name="mostImages">How many images that could not be deleted are listed.</param>
    public static DeletionView Of(DeletionReport report, int mostImages = int.MaxValue) => new(
        report.Deleted, report.Shared, report.UndeletedCount, report.LeftHistory, report.IsDryRun,
        [.. report.Undeleted.Take(mostImages).Select(image => new UndeletedView(image.Locator, image.Backend, ErrorWords.Of(image.Kind), image.Reason))]);

    /// <summary>Whether all images that should go are gone.</summary>
    internal bool IsComplete => Undeleted == 0;

    /// <summary>The word for why images stay: that a host refused, where one did.</summary>
    internal string Kind => Images.Any(image => image.Kind == ErrorWords.Refused) ? ErrorWords.Refused : ErrorWords.Failed;

    /// <summary>The same without its list.</summary>
    public DeletionSummary Summary() => new(Deleted, Shared, Undeleted, Uploads, DryRun);
}

/// <summary>What a deletion or a prune did, in short.</summary>
/// <param name="Deleted">How many images are deleted, or would be.</param>
/// <param name="Shared">How many images stay, since another upload names them.</param>
/// <param name="Undeleted">How many images could not be deleted.</param>
/// <param name="Uploads">How many uploads have left the history, or would.</param>
/// <param name="DryRun">Whether nothing was deleted.</param>
internal sealed record DeletionSummary(int Deleted, int Shared, int Undeleted, int Uploads, bool DryRun);

/// <summary>An image that could not be deleted.</summary>
/// <param name="Locator">Where it is.</param>
/// <param name="Backend">The backend that stored it.</param>
/// <param name="Kind">refused or failed.</param>
/// <param name="Message">Why, as one line.</param>
internal sealed record UndeletedView(string Locator, string Backend, string Kind, string Message);
