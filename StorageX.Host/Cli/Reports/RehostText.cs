using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Reports;

/// <summary>What a repair, a copy or a move did, for people.</summary>
internal static class RehostText
{
    private const string FromHereAlone = "the file has a new key; the old one leads to it from here alone, so give the new one to whoever has the old one";

    /// <summary>What a repair did, a line each.</summary>
    public static IEnumerable<string> OfRepair(RehostView result)
    {
        if (result.WasWhole && !result.NewKey)
        {
            yield return "whole: every image is there, and nothing was changed";
            yield break;
        }

        yield return result is { WasWhole: false, Sent: 0, Restored: 0 } ? "no piece was missing; the texts of the manifest, or its root, were stored where they were missing" : Counts(result.Summary());
        if (result.Doubt is { } doubt)
            yield return doubt;
        yield return !result.NewKey ? "the key stays as it was"
            : result.OldKeyWorks ? "the file has a new key, since its root is on other hosts now; the old one goes on to work"
            : FromHereAlone;
    }

    /// <summary>What a copy or a move did, a line each.</summary>
    /// <param name="result">The copy.</param>
    /// <param name="deletion">What became of the images of before; null for a copy.</param>
    public static IEnumerable<string> OfCopy(RehostView result, DeletionView? deletion)
    {
        yield return Counts(result.Summary());
        if (deletion is null)
            yield break;
        yield return $"{ProgressText.Count(deletion.Deleted, "image")} of before {(deletion.Deleted == 1 ? "was" : "were")} deleted{(deletion.Shared > 0 ? $", and {deletion.Shared} stay, since other uploads use them" : "")}";
        yield return FromHereAlone;
    }

    /// <summary>How much was sent, and how much was restored.</summary>
    public static string Counts(RehostSummary result)
    {
        var sent = result.Sent == 0 ? "no image of a piece had to be sent" : $"{ProgressText.Count(result.Sent, "image")} of pieces {(result.Sent == 1 ? "was" : "were")} sent";
        return result.Restored == 0 ? sent : $"{sent}; {ProgressText.Count(result.Restored, "piece")} that no host had {(result.Restored == 1 ? "was" : "were")} restored";
    }

    /// <summary>Tells what was done, and prints the key.</summary>
    /// <param name="key">What leads to the file now.</param>
    /// <param name="result">What was done.</param>
    /// <param name="deletion">What became of the images of before; null for all but a move.</param>
    /// <param name="words">The same for people, a line each.</param>
    /// <param name="terminal">Where it is told.</param>
    /// <param name="json">Whether a program reads standard output.</param>
    /// <param name="warning">What else is to be told; null for nothing.</param>
    /// <returns>The exit code: images of before that could not be deleted make a move no success.</returns>
    public static int Tell(string key, RehostView result, DeletionView? deletion, IEnumerable<string> words, Terminal terminal, bool json, string? warning = null)
    {
        foreach (var passed in result.PassedOver)
            terminal.WriteNotice($"{passed} was passed over; other hosts keep its part");
        if (!json)
        {
            foreach (var line in words)
                terminal.WriteNotice(line);
        }

        if (warning is not null)
            terminal.WriteNotice(warning);
        var code = KeyDelivery.Deliver(terminal, key, json ? lines => lines.Rehosted(key, result, deletion) : null);
        if (deletion is not { IsComplete: false })
            return code;
        foreach (var image in deletion.Images)
            terminal.WriteNotice($"{image.Locator}: not deleted: {image.Message}");
        terminal.WriteNotice($"{ProgressText.Count(deletion.Undeleted, "image")} of before could not be deleted; 'storagex delete' with the old key tries again, and 'storagex forget' gives them up");
        return deletion.Kind == ErrorWords.Refused ? ExitCode.Refused : ExitCode.Failed;
    }
}
