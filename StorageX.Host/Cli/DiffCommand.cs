using System.CommandLine;
using StorageX.Folders;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary><c>storagex diff</c>: compares two stored folders by their trees, without fetching files.</summary>
internal sealed class DiffCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _old = new("old") { Description = "The key of the older one, or its number in history" };
    private readonly Argument<string> _new = new("new") { Description = "The key of the newer one" };
    private readonly Option<bool> _json = Options.Json();

    private DiffCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var diff = new DiffCommand(terminal);
        var command = new Command("diff", "Compare two stored folders: + added, - removed, M changed, > moved") { diff._old, diff._new, diff._json };
        command.SetAction(diff.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var before = await OpenedFolder.OpenAsync(parsed, parsed.GetRequiredValue(_old), _terminal, cancel);
        await using var after = await OpenedFolder.OpenAsync(parsed, parsed.GetRequiredValue(_new), _terminal, cancel);
        var changes = FolderDifference.Of(before.Folder.Entries(), after.Folder.Entries());
        var lines = new JsonLines(_terminal.Output);
        foreach (var change in changes)
        {
            if (parsed.GetValue(_json))
                lines.Changed(change);
            else
                _terminal.WriteResult($"{Sign(change.Kind)} {change.Path}{(change.From is { } from ? $" (was {from})" : "")}");
        }

        if (parsed.GetValue(_json))
            lines.Compared(changes.Count);
        return ExitCode.Done;
    }

    private static char Sign(FolderChangeKind kind) => kind switch
    {
        FolderChangeKind.Added => '+',
        FolderChangeKind.Removed => '-',
        FolderChangeKind.Moved => '>',
        _ => 'M',
    };
}
