using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary><c>storagex forget</c>: takes uploads out of the history, and nothing else.</summary>
internal sealed class ForgetCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string[]> _keys = Options.Keys();
    private readonly Option<bool> _json = Options.Json();

    private ForgetCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var forget = new ForgetCommand(terminal);
        var command = new Command("forget", "Take an upload out of history; its images stay, and its key goes on to work") { forget._keys, forget._json };
        command.SetAction(forget.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var keys = await KeyText.ReadAllAsync(parsed.GetRequiredValue(_keys), _terminal, cancel);
        await using var storage = new Storage(StorageXSettings.Load(Options.ConfigFile(parsed)));
        var history = storage.History(limit: int.MaxValue);
        var meant = keys.SelectMany(key =>
        {
            var found = KeyText.IsNumber(key, out var id) ? history.Where(upload => upload.Id == id).ToList() : history.Where(upload => upload.Key == key).ToList();
            return found.Count > 0 ? found : throw (KeyText.IsNumber(key, out _) ? KeyText.NoSuchNumber(key) : new UsageException($"{KeyText.Shown(key, reveal: false)}: this key is not in history"));
        }).DistinctBy(upload => upload.Id).ToList();
        foreach (var upload in meant)
        {
            var isKnown = await storage.ForgetUploadAsync(upload.Id, cancel);
            if (!isKnown)
                _terminal.WriteNotice($"upload {upload.Id}: which images it has cannot be found out, and a prune may delete them");
        }

        if (parsed.GetValue(_json))
            new JsonLines(_terminal.Output).Forgotten(meant.Count);
        else
            _terminal.WriteNotice($"{ProgressText.Count(meant.Count, "upload is", "uploads are")} forgotten; the images stay, and the key goes on to work");
        if (storage.Warning is { } warning)
            _terminal.WriteNotice(warning);
        return ExitCode.Done;
    }
}
