using Spectre.Console;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Progress;

/// <summary>
/// A bar on standard error. It appears when a transfer takes longer than a moment, so that quick ones neither flicker nor
/// load what draws it, and it leaves nothing behind but the host's troubles, a line each.
/// </summary>
internal sealed class ProgressBar : IAsyncDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenTroubles = TimeSpan.FromSeconds(5);
    private const string ShowCursor = "\e[?25h";

    private readonly Terminal _terminal;
    private readonly string _label;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IAnsiConsole? _console;
    private Task _drawing = Task.CompletedTask;
    private LiveDisplayContext? _display;
    private string? _told;
    private DateTimeOffset? _toldUntil;
    private long _toldAt;

    /// <summary>A bar that is not there yet.</summary>
    public ProgressBar(Terminal terminal, string label)
    {
        _terminal = terminal;
        _label = label;
        Feed = new(terminal.Time, Moment, Frame, Draw);
    }

    /// <summary>Where the engine reports to.</summary>
    public ProgressFeed Feed { get; }

    /// <summary>Takes the bar off the screen.</summary>
    public async ValueTask DisposeAsync()
    {
        await Feed.DisposeAsync();
        _end.TrySetResult();
        await _drawing;
        AppDomain.CurrentDomain.ProcessExit -= RestoreCursor;
    }

    private void Draw(ProgressSnapshot now)
    {
        if (_console is null)
            Appear(_console = CreateConsole());
        TellTrouble(_console, now.Progress.Note);
        TellWait(_console, now.Progress);
        _display?.UpdateTarget(Compose(now, _console.Profile.Width));
    }

    private void Appear(IAnsiConsole console)
    {
        AppDomain.CurrentDomain.ProcessExit += RestoreCursor;
        _drawing = console.Live(Text.Empty).AutoClear(true).StartAsync(async display =>
        {
            _display = display;
            await _end.Task;
        });
    }

    private Paragraph Compose(ProgressSnapshot now, int width)
    {
        var progress = now.Progress;
        double? part = progress.TotalBytes is { } total ? total == 0 ? 1 : (double)progress.Bytes / total : null;
        var line = BarLine.Fit(Label(_label, progress.Phase), part, ProgressText.Wait(progress, _terminal.Time.GetLocalNow()) ?? ProgressText.Facts(now), width);
        return new Paragraph { Overflow = Overflow.Ellipsis }
            .Append(line.Label + (line.Label.Length > 0 ? "  " : ""))
            .Append(new string('━', line.Full), Color.Green)
            .Append(new string(_terminal.HasColours ? '━' : '─', line.Empty) + (line.Full + line.Empty > 0 ? "  " : ""), Color.Grey)
            .Append(line.Facts);
    }

    private void TellTrouble(IAnsiConsole console, string? note)
    {
        if (note is null || note == _told || (_told is not null && _terminal.Time.GetElapsedTime(_toldAt) < BetweenTroubles))
            return;
        _told = note;
        _toldAt = _terminal.Time.GetTimestamp();
        console.WriteLine("storagex: " + TerminalText.Escape(note));
    }

    private void TellWait(IAnsiConsole console, TransferProgress progress)
    {
        if (progress.WaitingUntil != _toldUntil && ProgressText.Wait(progress, _terminal.Time.GetLocalNow()) is { } wait)
            console.WriteLine($"storagex: {TerminalText.Escape(wait)}; Ctrl-C is safe, the same command continues");
        _toldUntil = progress.WaitingUntil;
    }

    private IAnsiConsole CreateConsole() => AnsiConsole.Create(new()
    {
        Out = new AnsiConsoleOutput(_terminal.Error),
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
        ColorSystem = _terminal.HasColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Enrichment = new() { UseDefaultEnrichers = false },
    });

    private void RestoreCursor(object? sender, EventArgs e) => _terminal.Error.Write(ShowCursor);

    private static string Label(string label, TransferPhase phase) => phase switch
    {
        TransferPhase.ReadingManifest => "reading the manifest",
        TransferPhase.Finishing => "finishing",
        _ => label,
    };
}
