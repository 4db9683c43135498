using System.Runtime.InteropServices;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Progress;

/// <summary>
/// A bar on standard error. It appears when a transfer takes longer than a moment, so that quick ones neither flicker nor
/// load what draws it, and it leaves nothing behind but the host's troubles, a line each; nor does it when the program is stopped (Ctrl-Z)
/// or ends while it is there.
/// </summary>
internal sealed class ProgressBar : IAsyncDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenTroubles = TimeSpan.FromSeconds(5);
    private const string Green = "\e[32m";
    private const string Grey = "\e[90m";
    private const string Plain = "\e[0m";

    private readonly Terminal _terminal;
    private readonly string _label;
    private readonly List<PosixSignalRegistration> _signals = [];
    private string? _told;
    private DateTimeOffset? _toldUntil;
    private long _toldAt;

    /// <summary>A bar that is not there yet.</summary>
    public ProgressBar(Terminal terminal, string label)
    {
        _terminal = terminal;
        _label = label;
        AppDomain.CurrentDomain.ProcessExit += Leave;
        if (!OperatingSystem.IsWindows())
        {
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTSTP, _ => Stop()));
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => terminal.Bottom.Allow()));
        }

        Feed = new(terminal.Time, Moment, Frame, Draw);
    }

    /// <summary>Where the engine reports to.</summary>
    public ProgressFeed Feed { get; }

    /// <summary>Takes the bar off the screen.</summary>
    public async ValueTask DisposeAsync()
    {
        await Feed.DisposeAsync();
        _signals.ForEach(signal => signal.Dispose());
        _terminal.Bottom.Clear();
        AppDomain.CurrentDomain.ProcessExit -= Leave;
    }

    private void Draw(ProgressSnapshot now)
    {
        TellTrouble(now.Progress.Note);
        TellWait(now.Progress);
        if (_terminal.IsOurs())
            _terminal.Bottom.Draw(Compose(now, _terminal.Width()));
    }

    private string Compose(ProgressSnapshot now, int width)
    {
        var progress = now.Progress;
        double? part = progress.TotalBytes is { } total ? total == 0 ? 1 : (double)progress.Bytes / total : null;
        var line = BarLine.Fit(Label(progress.Path is { Length: > 0 } path ? path : _label, progress.Phase), part, ProgressText.Wait(progress, _terminal.Time.GetLocalNow()) ?? ProgressText.Facts(now), width);
        var bar = _terminal.HasColours
            ? Green + new string('━', line.Full) + Grey + new string('━', line.Empty) + Plain
            : new string('━', line.Full) + new string('─', line.Empty);
        return line.Label + (line.Label.Length > 0 ? "  " : "") + (line.Full + line.Empty > 0 ? bar + "  " : "") + line.Facts;
    }

    private void TellTrouble(string? note)
    {
        if (note is null || note == _told || (_told is not null && _terminal.Time.GetElapsedTime(_toldAt) < BetweenTroubles))
            return;
        _told = note;
        _toldAt = _terminal.Time.GetTimestamp();
        _terminal.WriteNotice(note);
    }

    private void TellWait(TransferProgress progress)
    {
        if (progress.WaitingUntil != _toldUntil && ProgressText.Wait(progress, _terminal.Time.GetLocalNow()) is { } wait)
            _terminal.WriteNotice($"{wait}; Ctrl-C is safe, the same command continues");
        _toldUntil = progress.WaitingUntil;
    }

    // The runtime takes a signal that somebody listens for as dealt with: nothing else stops the process.
    private void Stop()
    {
        _terminal.Bottom.Forbid();
        Screen.Stop();
    }

    private void Leave(object? sender, EventArgs e) => _terminal.Bottom.Forbid();

    private static string Label(string label, TransferPhase phase) => phase switch
    {
        TransferPhase.ReadingManifest => "reading the manifest",
        TransferPhase.Finishing => "finishing",
        _ => label,
    };
}
