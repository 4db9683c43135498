using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary><c>storagex history</c>: lists what was uploaded from here.</summary>
internal sealed class HistoryCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string?> _name = new("name")
    {
        Description = "Only uploads whose name has this in it",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<bool> _reveal = new("--reveal") { Description = "Show the keys whole: whoever sees one can download the file" };
    private readonly Option<bool> _health = new("--health") { Description = "Tell how each was when health or verify last looked at it" };
    private readonly Option<int?> _limit = Options.Number("--limit", 1, 1_000_000, "How many at most; 1000 without it");
    private readonly Option<bool> _json = Options.Json();

    private HistoryCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var history = new HistoryCommand(terminal);
        var command = new Command("history", "List what was uploaded from here, the newest first, and its keys")
        {
            history._name, history._health, history._reveal, history._limit, history._json,
        };
        command.SetAction(history.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var storage = new Storage(StorageXSettings.Load(Options.ConfigFile(parsed)));
        var uploads = storage.History(parsed.GetValue(_name), parsed.GetValue(_limit) ?? 1000);
        var (health, reveal) = (parsed.GetValue(_health), parsed.GetValue(_reveal));
        if (parsed.GetValue(_json))
            new JsonLines(_terminal.Output).Listed(uploads, health, reveal);
        else if (uploads.Count > 0)
            _terminal.WriteText(HistoryText.Describe(uploads, health, reveal));
        else
            _terminal.WriteNotice(parsed.GetValue(_name) is { Length: > 0 } name ? $"no upload from here has \"{name}\" in its name" : "nothing has been uploaded from here yet");
        if (storage.Warning is { } warning)
            _terminal.WriteNotice(warning);
        return ExitCode.Done;
    }
}
