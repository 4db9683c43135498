using Akka.Actor;
using StorageX.Pacing;
using StorageX.Transfers;

namespace StorageX.Uploads;

/// <summary>Sends images to one host.</summary>
internal sealed class UploadRouter(PaceSettings settings, IBudgetLedger? ledger) : PacedRouter(settings, ledger)
{
    /// <summary>How one is made.</summary>
    /// <param name="settings">The host's pace.</param>
    /// <param name="ledger">What was spent of the host's budgets; null to count from nothing.</param>
    public static Props Of(PaceSettings settings, IBudgetLedger? ledger = null) => Props.Create(() => new UploadRouter(settings, ledger));

    protected override bool Stores => true;

    protected override (Props Props, string Name) Worker { get; } =
        (Props.Create(() => new UploaderActor(settings.RequestTimeout)), "uploader");
}
