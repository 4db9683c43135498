using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Reports;

/// <summary>What a deletion or a prune did, for people.</summary>
internal static class DeletionText
{
    /// <summary>What a deletion of uploads did.</summary>
    public static string OfDeletion(DeletionView report)
    {
        var stay = report.Shared > 0 ? $"; {ProgressText.Count(report.Shared, "image stays", "images stay")}, since other uploads use {(report.Shared == 1 ? "it" : "them")}" : "";
        if (report.DryRun)
            return $"would delete {ProgressText.Count(report.Deleted, "image")}{stay}";
        var left = report.IsComplete ? "the upload has left history" : "the upload stays in history: the same command tries again what is left, and 'storagex forget' gives it up";
        return $"deleted {ProgressText.Count(report.Deleted, "image")}{stay}; {(report.Uploads > 1 && report.IsComplete ? $"{report.Uploads} uploads have left history" : left)}";
    }

    /// <summary>What a prune did.</summary>
    public static string OfPrune(DeletionView report) => $"{(report.DryRun ? "would delete" : "deleted")} {ProgressText.Count(report.Deleted, "image")} that no upload uses";

    /// <summary>Either in a few words.</summary>
    public static string Short(DeletionSummary report) => $"{(report.DryRun ? "would delete" : "deleted")} {ProgressText.Count(report.Deleted, "image")}"
        + (report.Shared > 0 ? $", {report.Shared} stay, since other uploads use them" : "") + (report.Undeleted > 0 ? $", {report.Undeleted} could not be deleted" : "");

    /// <summary>Tells what was done, and what could not be.</summary>
    /// <param name="report">What was done.</param>
    /// <param name="words">The same for people.</param>
    /// <param name="terminal">Where it is told.</param>
    /// <param name="json">Whether a program reads standard output.</param>
    /// <returns>The exit code: what could not be deleted makes it no success.</returns>
    public static int Tell(DeletionView report, string words, Terminal terminal, bool json)
    {
        if (json)
        {
            new JsonLines(terminal.Output).Deleted(report);
        }
        else
        {
            foreach (var image in report.Images)
                terminal.WriteNotice($"{image.Locator}: not deleted: {image.Message}");
            if (report.Undeleted > report.Images.Count)
                terminal.WriteNotice($"and {report.Undeleted - report.Images.Count} more");
            terminal.WriteText(report.IsComplete ? words : $"{words}; {ProgressText.Count(report.Undeleted, "image")} could not be deleted");
        }

        return report.IsComplete ? ExitCode.Done : report.Kind == ErrorWords.Refused ? ExitCode.Refused : ExitCode.Failed;
    }
}
