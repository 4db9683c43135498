using System.Globalization;
using StorageX.Catalogue;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary>The history for people: a line for each upload.</summary>
internal static class HistoryText
{
    /// <summary>The uploads, in their order.</summary>
    /// <param name="uploads">The uploads.</param>
    /// <param name="health">Whether there is a column that tells how each was when it was last looked at.</param>
    /// <param name="reveal">Whether keys are shown whole.</param>
    public static string Describe(IReadOnlyList<PastUpload> uploads, bool health, bool reveal)
    {
        var states = uploads.Select(upload => health ? Describe(upload.Health) : "").ToList();
        var width = states.Select(state => state.Length).Append(0).Max();
        return string.Join('\n', uploads.Zip(states, (upload, state) =>
            $"{upload.Id,5}  {When(upload.FinishedAt)}  {ProgressText.Size(upload.Size),10}  {(health ? state.PadRight(width) + "  " : "")}{TerminalText.Escape(upload.Name)}  {TerminalText.Escape(KeyText.Shown(upload.Key, reveal))}"));
    }

    private static string Describe(PastHealth? health) => health is null ? "never looked at" : $"{When(health.LookedAt)}  {StateOf(health)}{Survives(health)}";

    private static string StateOf(PastHealth health) => health.State switch
    {
        HealthState.Whole when health.ExistenceOnly => "all there",
        HealthState.Whole => "whole",
        HealthState.Weakened => "weakened",
        HealthState.Unreachable => "unreachable",
        _ => "not restorable",
    };

    private static string Survives(PastHealth health) => health is { SpareImages: { } images, SpareHosts: { } hosts }
        ? $" (survives {ProgressText.Count(images, "more image")}, {ProgressText.Count(hosts, "host")})"
        : "";

    private static string When(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
