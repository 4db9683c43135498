using System.Text;
using StorageX.Streams;

namespace StorageX.Host.Cli.Terminals;

/// <summary>
/// Where a command reads and writes. Standard output carries results alone and standard error everything else, so that
/// either can be sent elsewhere without the other.
/// </summary>
/// <param name="input">Standard input, as bytes.</param>
/// <param name="output">Standard output, as bytes; nothing is kept back in it.</param>
/// <param name="error">Standard error.</param>
internal sealed class Terminal(Stream input, Stream output, TextWriter error)
{
    /// <summary>Standard input, as bytes.</summary>
    public Stream Input { get; } = input;

    /// <summary>Standard output, as bytes.</summary>
    public Stream Output { get; } = output;

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>What is drawn below all lines on standard error.</summary>
    public BottomLine Bottom { get; } = new(error);

    /// <summary>How many columns standard error has now, where it can be drawn on.</summary>
    public Func<int> Width { get; init; } = () => Screen.Width;

    /// <summary>Whether the terminal is for this process now, and not for the shell that has it in its background.</summary>
    public Func<bool> IsOurs { get; init; } = () => Screen.IsOurs;

    /// <summary>Whether a person sees standard output.</summary>
    public bool ShowsOutput { get; init; }

    /// <summary>Whether a person types standard input.</summary>
    public bool IsTyped { get; init; }

    /// <summary>Whether a person can be asked: one who sees standard error, and types standard input.</summary>
    public bool CanAsk { get; init; }

    /// <summary>Whether standard error can be drawn on: a terminal that moves its cursor.</summary>
    public bool CanDraw { get; init; }

    /// <summary>Whether colours are welcome (https://no-color.org).</summary>
    public bool HasColours { get; init; }

    /// <summary>Whether an unexpected error shows its stack trace.</summary>
    public bool ShowsDetails { get; init; }

    /// <summary>The names on the command line that are no UTF-8.</summary>
    public ForeignNames Names { get; init; } = ForeignNames.None;

    /// <summary>The time for rates and repainting.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether the reader of standard output has gone.</summary>
    public bool OutputIsClosed => Output is StandardOutput { ReaderHasGone: true };

    /// <summary>The terminal that this process was started on.</summary>
    /// <param name="names">The names on its command line that are no UTF-8.</param>
    public static Terminal OfThisProcess(ForeignNames names) => new(new PatientStream(Console.OpenStandardInput), new StandardOutput(), Console.Error)
    {
        Names = names,
        ShowsOutput = !Console.IsOutputRedirected,
        IsTyped = !Console.IsInputRedirected,
        CanAsk = !Console.IsInputRedirected && !Console.IsErrorRedirected,
        CanDraw = !Console.IsErrorRedirected && (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb")),
        HasColours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        ShowsDetails = Environment.GetEnvironmentVariable("STORAGEX_DEBUG") is { Length: > 0 } and not "0",
    };

    /// <summary>
    /// Writes one line of the result. A person gets it with dangerous characters escaped; a program gets it as it is,
    /// because it would not find a file under an escaped name.
    /// </summary>
    public void WriteResult(string line) => WriteOutput([.. ShowsOutput ? Encoding.UTF8.GetBytes(TerminalText.Escape(Names.Show(line))) : Names.Bytes(line), (byte)'\n']);

    /// <summary>Writes lines that this program made itself.</summary>
    public void WriteText(string text) => WriteOutput(Encoding.UTF8.GetBytes(text + '\n'));

    /// <summary>Writes one line to standard error, with dangerous characters escaped.</summary>
    public void WriteNotice(string line) => WriteError("storagex: " + TerminalText.Escape(Names.Show(line)));

    /// <summary>Writes lines to standard error as they are.</summary>
    public void WriteError(string text) => Bottom.Above(() => Error.WriteLine(text));

    /// <summary>Asks a person; whatever is typed but a yes is a no, and so is the end of the input.</summary>
    public async Task<bool> AskAsync(string question, CancellationToken cancel)
    {
        Bottom.Above(() => Error.Write($"storagex: {TerminalText.Escape(Names.Show(question))} [y/N] "));
        var typed = new List<byte>();
        var letter = new byte[1];
        while (await Input.ReadAsync(letter, cancel) > 0 && letter[0] != '\n')
            typed.Add(letter[0]);
        return Encoding.UTF8.GetString([.. typed]).Trim().ToLowerInvariant() is "y" or "yes";
    }

    private void WriteOutput(byte[] bytes) => Bottom.Above(() => Output.Write(bytes));
}
