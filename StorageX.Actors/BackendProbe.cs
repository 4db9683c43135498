using StorageX.Backends.Http;
using StorageX.Catalogue;
using StorageX.Probing;

namespace StorageX;

/// <summary>Finds out what a host does to pictures, and remembers it.</summary>
public static class BackendProbe
{
    /// <summary>The largest canary unless the caller says otherwise, in bytes: 16 MiB.</summary>
    public const long UsualBytes = 16 << 20;

    /// <summary>
    /// Stores canaries of several kinds and sizes, fetches each as a stranger would, compares, and deletes them where that can be.
    /// They count to the host's budgets like any image.
    /// </summary>
    /// <param name="settings">The settings.</param>
    /// <param name="name">The backend.</param>
    /// <param name="mostBytes">The largest canary, in bytes; the backend's own limit is kept too.</param>
    /// <param name="progress">Is told of each canary.</param>
    /// <param name="cancel">Ends the probe.</param>
    /// <exception cref="SettingsException">There is no such backend, or it cannot be made from its settings.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the canaries are deleted all the same.</exception>
    public static async Task<ProbeReport> RunAsync(
        StorageXSettings settings, string name, long mostBytes = UsualBytes, IProgress<ProbeFinding>? progress = null, CancellationToken cancel = default)
    {
        if (!settings.Backends.TryGetValue(name, out var configured))
            throw new SettingsException($"\"{name}\" is none of the configured backends ({string.Join(", ", settings.Backends.Keys.Order(StringComparer.Ordinal))})");
        await using var backend = configured.ForProbe().Create(name);
        using var ledger = new BudgetFile(Path.Combine(settings.DataDirectory, BudgetFile.Name));
        var pace = settings.Uploads.Within(backend.Properties.Limits.And(configured.Limits.Pace));
        return await new HostProbe(backend, new ProbePace(name, pace, ledger, TimeProvider.System), mostBytes, progress).RunAsync(cancel);
    }

    /// <summary>Writes the limits that were found into the backend's profile, if it was imported; pieces then fit them.</summary>
    /// <param name="settings">The settings that the probe ran with.</param>
    /// <param name="report">What was found.</param>
    /// <returns>The file that was written; null if there was nothing to write, or the backend stands in <c>akka.hocon</c>.</returns>
    /// <exception cref="IOException">The profile cannot be written.</exception>
    public static string? Learn(StorageXSettings settings, ProbeReport report) =>
        Limits(report).Count > 0 && settings.Backends[report.Backend] is HttpSettings http ? UploaderProfiles.Learn(report.Backend, http.File, Limits(report)) : null;

    /// <summary>The limits that were found, as lines for <c>akka.hocon</c>; none if no limit was met.</summary>
    /// <param name="report">What was found.</param>
    public static IReadOnlyList<string> Lines(ProbeReport report) => Limits(report) is { Count: > 0 } limits
        ? [$"storagex.backends.{report.Backend} {{ {string.Join(", ", limits.Select(limit => $"{HoconNames[limit.Key]} = {limit.Value}"))} }}"]
        : [];

    private static readonly Dictionary<string, string> HoconNames = new() { ["MaxBytes"] = "max-bytes", ["MinSide"] = "min-side", ["MaxSide"] = "max-side" };

    private static Dictionary<string, long> Limits(ProbeReport report)
    {
        var limits = new Dictionary<string, long>();
        if (report is { Verdict: ProbeVerdict.Usable, MaxBytes: { } bytes })
            limits.Add("MaxBytes", bytes);
        if (report is { Verdict: ProbeVerdict.Usable, MinSide: { } least })
            limits.Add("MinSide", least);
        if (report is { Verdict: ProbeVerdict.Usable, MaxSide: { } side })
            limits.Add("MaxSide", side);
        return limits;
    }
}
