using Akka.Actor;
using StorageX.Pacing;
using StorageX.Transfers;

namespace StorageX.Uploads;

/// <summary>Sends images to one host.</summary>
internal sealed class UploadRouter(PaceSettings settings) : PacedRouter(settings)
{
    /// <summary>How one is made.</summary>
    /// <param name="settings">The host's pace.</param>
    public static Props Of(PaceSettings settings) => Props.Create(() => new UploadRouter(settings));

    protected override bool Stores => true;

    protected override (Props Props, string Name) Worker { get; } =
        (Props.Create(() => new UploaderActor(settings.RequestTimeout)), "uploader");
}
