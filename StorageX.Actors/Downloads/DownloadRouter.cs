using Akka.Actor;
using StorageX.Pacing;
using StorageX.Transfers;

namespace StorageX.Downloads;

/// <summary>Fetches images from one host.</summary>
internal sealed class DownloadRouter(PaceSettings settings) : PacedRouter(settings)
{
    /// <summary>How one is made.</summary>
    /// <param name="settings">The host's pace.</param>
    public static Props Of(PaceSettings settings) => Props.Create(() => new DownloadRouter(settings));

    protected override bool Stores => false;

    protected override (Props Props, string Name) Worker { get; } =
        (Props.Create(() => new DownloaderActor(settings.RequestTimeout)), "downloader");
}
