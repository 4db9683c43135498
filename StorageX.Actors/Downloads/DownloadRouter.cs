using Akka.Actor;
using StorageX.Pacing;
using StorageX.Transfers;

namespace StorageX.Downloads;

/// <summary>Fetches images from one host.</summary>
internal sealed class DownloadRouter(PaceSettings settings) : PacedRouter(settings)
{
    protected override (Props Props, string Name) Worker { get; } =
        (Props.Create(() => new DownloaderActor(settings.RequestTimeout)), "downloader");
}
