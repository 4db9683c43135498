using StorageX.Manifests;

namespace StorageX.Examining;

/// <summary>
/// What is kept of a look at a file. A health counts every image, and what it says stands. A verify looks at what restores the file, and leaves
/// aside copies and parity that it does not need: it may say that the file can be restored, not that nothing of it is missing.
/// </summary>
internal static class HealthNote
{
    /// <summary>What a health found.</summary>
    public static PastHealth Of(HealthReport report, DateTimeOffset now) => new(now, report.State)
    {
        Missing = report.InAll.Lost + report.InAll.Altered,
        SpareImages = report.SpareImages,
        SpareHosts = report.SpareHosts,
        ExistenceOnly = report.ExistenceOnly,
    };

    /// <summary>What a verify found, as far as it knows.</summary>
    public static PastHealth Of(VerifyReport report, ShareKey key, DateTimeOffset now)
    {
        var note = new PastHealth(now, HealthState.Whole) { ExistenceOnly = report.ExistenceOnly };
        var isSingle = key.Mirrors.Count == 0 && report.Manifest.Parity is null && report.Manifest.Pieces.Take(1).All(piece => piece.Mirrors.Count == 0);
        if (report.Defects.Count > 0)
            // A piece that one host has lost may have a copy on another that could not be asked.
            return note with { State = isSingle ? HealthState.NotRestorable : HealthState.Unreachable };
        if (report.Restored > 0)
            return note with { State = HealthState.Weakened };
        return isSingle ? note with { Missing = 0, SpareImages = 0, SpareHosts = 0 } : note;
    }

    /// <summary>What a look that ended with an error found; null where that says nothing of the file.</summary>
    public static PastHealth? Of(TransferException error, ShareKey key, bool existenceOnly, DateTimeOffset now) => error.Kind switch
    {
        TransferErrorKind.Lost or TransferErrorKind.Corrupt =>
            new PastHealth(now, key.Mirrors.Count == 0 ? HealthState.NotRestorable : HealthState.Unreachable) { ExistenceOnly = existenceOnly },
        TransferErrorKind.Refused => new PastHealth(now, HealthState.Unreachable) { ExistenceOnly = existenceOnly },
        _ => null,
    };

    /// <summary>What is known when a verify, or an error, comes after what was known before.</summary>
    /// <returns>What is kept; the earlier where that says more.</returns>
    public static PastHealth After(PastHealth? before, PastHealth found) => (before?.State, found.State) switch
    {
        (null, _) => found,
        (HealthState.NotRestorable, HealthState.Unreachable) => before!,
        (_, HealthState.Unreachable or HealthState.NotRestorable) => found,
        // What was compared and found wrong is not made good by a host that says that it has something.
        (HealthState.NotRestorable, _) when found.ExistenceOnly && !before!.ExistenceOnly => before,
        (HealthState.NotRestorable or HealthState.Unreachable, _) when found.Missing is null => found with { State = HealthState.Weakened },
        (HealthState.NotRestorable or HealthState.Unreachable, _) => found,
        (HealthState.Whole, HealthState.Weakened) => found,
        (HealthState.Whole, _) when before!.Missing == found.Missing && (before.ExistenceOnly || !found.ExistenceOnly) => found,
        _ => before!,
    };
}
