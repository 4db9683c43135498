using Spectre.Console;

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
    private ProgressTask? _task;
    private ProgressSnapshot _now;
    private string? _told;
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
        _now = now;
        if (_console is null)
            Appear(_console = CreateConsole());
        if (_task is not { } task)
            return;

        task.IsIndeterminate = now.Progress.TotalBytes is null;
        task.MaxValue = Math.Max(1, now.Progress.TotalBytes ?? 1);
        task.Value = Math.Min(now.Progress.Bytes, task.MaxValue);
        TellTrouble(_console, now.Progress.Note);
    }

    private void Appear(IAnsiConsole console)
    {
        AppDomain.CurrentDomain.ProcessExit += RestoreCursor;
        _drawing = console.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new TextColumn(() => Label(_label, _now.Progress.Phase)), new ProgressBarColumn(), new TextColumn(() => ProgressText.Facts(_now)))
            .StartAsync(async context =>
            {
                _task = context.AddTask(TerminalText.Escape(_label).EscapeMarkup());
                await _end.Task;
            });
    }

    private void TellTrouble(IAnsiConsole console, string? note)
    {
        if (note is null || note == _told || (_told is not null && _terminal.Time.GetElapsedTime(_toldAt) < BetweenTroubles))
            return;
        _told = note;
        _toldAt = _terminal.Time.GetTimestamp();
        console.WriteLine("storagex: " + TerminalText.Escape(note));
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
