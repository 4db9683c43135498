using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary>What a person is told of an upload, beside its key.</summary>
internal static class UploadNotes
{
    /// <summary>Tells, before anything is sent, what it would not survive.</summary>
    public static void Before(Terminal terminal, Storage storage, UploadOptions options)
    {
        if (storage.WeaknessOf(options) is { } weakness)
            terminal.WriteNotice(weakness);
    }

    /// <summary>Tells what was out of the ordinary.</summary>
    public static void After(Terminal terminal, Storage storage, UploadResult result)
    {
        if (result.Resent > 0)
            terminal.WriteNotice($"{ProgressText.Count(result.Resent, "piece")} that had been stored before, but that the host has lost or altered, {(result.Resent == 1 ? "was" : "were")} sent again");
        foreach (var passed in result.PassedOver)
            terminal.WriteNotice($"{passed} was passed over; the other hosts keep its part");
        if (storage.Warning is { } warning)
            terminal.WriteNotice(warning);
    }
}
