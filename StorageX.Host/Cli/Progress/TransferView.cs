using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Progress;

/// <summary>What someone who waits for a transfer sees of it.</summary>
/// <param name="progress">Where the engine reports to; null when nobody watches.</param>
/// <param name="end">Takes the view off the screen.</param>
internal sealed class TransferView(IProgress<TransferProgress>? progress, Func<ValueTask> end) : IAsyncDisposable
{
    private static readonly TimeSpan FirstLine = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromMilliseconds(500);

    /// <summary>Where the engine reports to; null when nobody watches.</summary>
    public IProgress<TransferProgress>? Progress { get; } = progress;

    /// <summary>
    /// Events with <c>--json</c>, a bar where it can be drawn, and otherwise three lines a minute, which a log can bear, or one for
    /// a long wait.
    /// </summary>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="label">What is going on, for a person.</param>
    /// <param name="json">Whether a program reads standard output.</param>
    /// <param name="quiet">Whether nothing is to be shown.</param>
    public static TransferView Open(Terminal terminal, string label, bool json, bool quiet)
    {
        if (quiet)
            return new(null, () => ValueTask.CompletedTask);
        if (json)
            return Of(new(terminal.Time, BetweenEvents, BetweenEvents, new JsonLines(terminal.Output).Progress));
        if (terminal.CanDraw)
            return Drawn(terminal, label);
        DateTimeOffset? told = null;
        return Of(new(terminal.Time, FirstLine, BetweenLines, now =>
        {
            if (now.Progress.WaitingUntil is null || now.Progress.WaitingUntil != told)
                terminal.WriteNotice(Line(label, now, terminal.Time.GetLocalNow()));
            told = now.Progress.WaitingUntil;
        }));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => end();

    /// <summary>A progress line for a log.</summary>
    /// <param name="label">What is going on.</param>
    /// <param name="now">How far it is.</param>
    /// <param name="time">The local time.</param>
    internal static string Line(string label, ProgressSnapshot now, DateTimeOffset time)
    {
        if (ProgressText.Wait(now.Progress, time) is { } wait)
            return $"{label}: {wait}; Ctrl-C is safe, the same command continues";
        var trouble = now.Progress.Note is { } note ? $" (last: {note})" : "";
        return $"{label}: {ProgressText.Facts(now)}{trouble}";
    }

    private static TransferView Of(ProgressFeed feed) => new(feed, feed.DisposeAsync);

    private static TransferView Drawn(Terminal terminal, string label)
    {
        var bar = new ProgressBar(terminal, label);
        return new(bar.Feed, bar.DisposeAsync);
    }
}
