using StorageX.Catalogue;
using StorageX.Host.Contract;

namespace StorageX.Host.Daemon.Care;

/// <summary>What care does next: pure, so that it can be told for any moment.</summary>
/// <param name="settings">How often files are looked at, and when they are repaired.</param>
internal sealed class CarePlan(CareSettings settings)
{
    /// <summary>What is to be done now, or when there will be something.</summary>
    /// <param name="uploads">The history, each with its last look.</param>
    /// <param name="tries">What care has done for them, by their numbers.</param>
    /// <param name="now">The time.</param>
    public CareStep Next(IEnumerable<PastUpload> uploads, IReadOnlyDictionary<long, CareTries> tries, DateTimeOffset now)
    {
        if (settings.VerifyEvery is not { } every)
            return new CareStep.Rest(null);
        var known = uploads.DistinctBy(upload => upload.Key).Select(upload => (Upload: upload, Tries: tries.GetValueOrDefault(upload.Id) ?? CareTries.None)).ToList();
        var weak = known.Where(file => NeedsRepair(file.Upload, file.Tries, every, now)).Select(file => file.Upload).ToList();
        if (weak.MinBy(upload => upload.Health!.SpareImages) is { } weakest)
            return new CareStep.Repair(weakest);
        if (known.Count == 0)
            return new CareStep.Rest(null);
        var (oldest, last) = known.Select(file => (file.Upload, Last: LastLook(file.Upload, file.Tries))).MinBy(file => file.Last);
        return last + every <= now ? new CareStep.Look(oldest) : new CareStep.Rest(last + every);
    }

    // That an upload has ended says as much as a look at that moment.
    private static DateTimeOffset LastLook(PastUpload upload, CareTries tries) =>
        new[] { upload.Health?.LookedAt, tries.Looked, upload.FinishedAt }.Max() ?? upload.FinishedAt;

    private bool NeedsRepair(PastUpload upload, CareTries tries, TimeSpan every, DateTimeOffset now) =>
        upload.Health is { State: HealthState.Weakened, SpareImages: { } spare } health && spare < settings.RepairBelow
        && (tries.Repair is not { } repair || (health.LookedAt > repair.At && (!repair.Failed || repair.At + every <= now)));
}

/// <summary>What care does next.</summary>
internal abstract record CareStep
{
    private CareStep()
    {
    }

    /// <summary>Have every image of an upload looked at.</summary>
    public sealed record Look(PastUpload Upload) : CareStep;

    /// <summary>Have what an upload has lost restored.</summary>
    public sealed record Repair(PastUpload Upload) : CareStep;

    /// <summary>Nothing until a time; null until something changes.</summary>
    public sealed record Rest(DateTimeOffset? Until) : CareStep;
}

/// <summary>What care has done for an upload.</summary>
/// <param name="Looked">When it last had it looked at, whatever came of it; null for never.</param>
/// <param name="Repair">When it last had it repaired, and whether that failed; null for never.</param>
internal sealed record CareTries(DateTimeOffset? Looked, (DateTimeOffset At, bool Failed)? Repair)
{
    /// <summary>Nothing yet.</summary>
    public static readonly CareTries None = new(null, null);
}
