using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary><c>storagex backend import</c>: adds a host, once its user knows what its uploader file sends, and where.</summary>
internal sealed class BackendImportCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _file = new("file") { Description = "The uploader file (.sxcu), or the name of a host that is known: chevereto, imgbb, imgur, ..." };
    private readonly Option<string> _name = Options.Text("--name", "NAME", "What to call the backend; without it, as the file says");
    private readonly Option<bool> _force = new("--force") { Description = "Replace an imported backend of that name" };
    private readonly Option<string[]> _answers = new("--answer") { Description = "An answer to a question that the uploader asks; can be given again", HelpName = "TITLE=VALUE" };
    private readonly Option<string[]> _variables = new("--allow-env") { Description = "An environment variable that the uploader may send to its host; can be given again", HelpName = "NAME" };
    private readonly Option<bool> _json = Options.Json();

    private BackendImportCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var import = new BackendImportCommand(terminal);
        var command = new Command("import", "Add a host from a ShareX custom uploader file; upload to it with --to NAME")
        {
            import._file, import._name, import._force, import._answers, import._variables, import._json,
        };
        command.SetAction(import.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var file = parsed.GetRequiredValue(_file);
        var replies = (parsed.GetValue(_answers) ?? []).Select(Answer).ToDictionary(answer => answer.Key, answer => answer.Value);
        var allowed = (parsed.GetValue(_variables) ?? []).ToHashSet(StringComparer.Ordinal);
        if (_terminal.CanAsk)
            await AskAsync(UploaderProfiles.Inspect(file, replies), allowed, cancel);
        var (chosen, backend) = UploaderProfiles.Import(file, parsed.GetValue(_name), parsed.GetValue(_force), replies, Options.ConfigFile(parsed), allowed);
        if (UploaderProfiles.Inspect(file, replies).PrivateServers is { Count: > 0 } servers)
            _terminal.WriteNotice($"{chosen} leads to {string.Join(", ", servers)}, which is in a private network or on this machine, or cannot be told");
        _terminal.WriteNotice($"imported; upload to it with: storagex upload --to {chosen} FILE");
        if (parsed.GetValue(_json))
            new JsonLines(_terminal.Output).Backend(chosen, backend, isDefault: false);
        else
            _terminal.WriteText(BackendCommand.Describe(chosen, backend));
        return ExitCode.Done;
    }

    /// <summary>Asks for each variable that neither the uploader's name explains nor the command line allows.</summary>
    /// <exception cref="UsageException">The answer is no.</exception>
    private async Task AskAsync(UploaderNeeds needs, HashSet<string> allowed, CancellationToken cancel)
    {
        foreach (var server in needs.Unexplained.Any(variable => !allowed.Contains(variable)) ? needs.PrivateServers : [])
            _terminal.WriteNotice($"\"{needs.Name}\" leads to {server}, which is in a private network or on this machine, or cannot be told");
        foreach (var variable in needs.Unexplained.Where(variable => !allowed.Contains(variable)))
        {
            if (!await _terminal.AskAsync($"\"{needs.Name}\" sends {variable} of the environment to its host, and its name does not say why; may it?", cancel))
                throw new UsageException($"nothing is imported: \"{needs.Name}\" may not have {variable}");
            allowed.Add(variable);
        }
    }

    private static KeyValuePair<string, string> Answer(string text) => text.IndexOf('=') is var at and > 0
        ? KeyValuePair.Create(text[..at], text[(at + 1)..])
        : throw new UsageException($"--answer takes TITLE=VALUE, not '{text}'");
}
