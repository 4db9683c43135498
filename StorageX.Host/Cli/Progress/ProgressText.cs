using System.Globalization;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Progress;

/// <summary>Numbers as a person reads them.</summary>
internal static class ProgressText
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>A size in binary units: <c>512 B</c>, <c>61.2 MiB</c>, <c>612 MiB</c>.</summary>
    public static string Size(double bytes)
    {
        var unit = 0;
        while (Math.Round(bytes, unit == 0 ? 0 : 1) >= 1024 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }
        var decimals = unit > 0 && Math.Round(bytes, 1) < 100 ? "0.0" : "0";
        return $"{bytes.ToString(decimals, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>A duration in its two largest units: <c>36 s</c>, <c>5 min 3 s</c>, <c>2 h 5 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        var seconds = (long)Math.Ceiling(time.TotalSeconds);
        return seconds switch
        {
            < 60 => $"{seconds} s",
            < 3600 => $"{seconds / 60} min {seconds % 60} s",
            < 86400 => $"{seconds / 3600} h {seconds / 60 % 60} min",
            _ => $"{seconds / 86400} d {seconds / 3600 % 24} h",
        };
    }

    /// <summary>How many of how many pieces and bytes, how fast, how long still, and what had to be repeated.</summary>
    public static string Facts(ProgressSnapshot now)
    {
        var progress = now.Progress;
        if (progress.Phase == TransferPhase.Deleting)
            return $"{progress.Pieces} of {Count(progress.TotalPieces ?? 0, "image")}{(progress.Retries > 0 ? $", {Count(progress.Retries, "retry", "retries")}" : "")}";
        string[] facts =
        [
            progress.Files is not { } files ? "" : progress.TotalFiles is { } all ? $"{files} of {Count(all, "file")}" : Count(files, "file"),
            progress.Pieces == 0 && progress.Files is not null ? "" : progress.TotalPieces is { } pieces ? $"{progress.Pieces} of {Count(pieces, "piece")}" : Count(progress.Pieces, "piece"),
            progress.TotalBytes is { } bytes ? $"{Size(progress.Bytes)} of {Size(bytes)}" : Size(progress.Bytes),
            now.BytesPerSecond is { } rate ? $"{Size(rate)}/s" : "",
            now.TimeLeft is { } left && progress.Phase == TransferPhase.Pieces ? $"{Duration(left)} left" : "",
            progress.Retries > 0 ? Count(progress.Retries, "retry", "retries") : "",
        ];
        return string.Join(", ", facts.Where(fact => fact.Length > 0));
    }

    /// <summary>Until when a host lets nothing begin; null while it does.</summary>
    /// <param name="progress">The transfer.</param>
    /// <param name="now">The time, in the zone that times are told in.</param>
    public static string? Wait(TransferProgress progress, DateTimeOffset now)
    {
        if (progress.WaitingUntil is not { } until)
            return null;
        var local = until.ToOffset(now.Offset);
        var when = local.ToString(local.Date == now.Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"{progress.Host} takes no more until {when} (in {Duration(until > now ? until - now : TimeSpan.Zero)})";
    }

    /// <summary>A number with its noun.</summary>
    public static string Count(long count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";
}
