using System.CommandLine;
using System.Globalization;
using StorageX.Folders;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;
using StorageX.Manifests.Folders;

namespace StorageX.Host.Cli;

/// <summary><c>storagex ls</c> and <c>find</c>: list what is in a stored folder, without fetching files.</summary>
internal sealed class LsCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _key = Options.Key();
    private readonly Argument<string?> _path = new("path") { Description = "A folder or file in it", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string[]> _patterns = new("pattern") { Description = "What is looked for, as in git's ignore files: '*.jpg', 'photos/**/a*'", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _long = new("--long", "-l") { Description = "Show rights, sizes and times" };
    private readonly Option<bool> _recursive = new("--recursive", "-R") { Description = "List what is in folders, too" };
    private readonly Option<bool> _json = Options.Json();

    private LsCommand(Terminal terminal) => _terminal = terminal;

    /// <summary><c>ls</c>, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var ls = new LsCommand(terminal);
        var command = new Command("ls", "List what is in a stored folder") { ls._key, ls._path, ls._long, ls._recursive, ls._json };
        command.SetAction((parsed, cancel) => ls.RunAsync(parsed, folder => ls.Listed(folder, parsed), cancel));
        return command;
    }

    /// <summary><c>find</c>, ready for the tree.</summary>
    public static Command CreateFind(Terminal terminal)
    {
        var find = new LsCommand(terminal);
        var command = new Command("find", "Find files and folders in a stored folder by their names") { find._key, find._patterns, find._long, find._json };
        command.SetAction((parsed, cancel) => find.RunAsync(parsed, folder => Found(folder, parsed.GetRequiredValue(find._patterns)), cancel));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Func<StoredFolder, IEnumerable<FolderEntry>> list, CancellationToken cancel)
    {
        await using var opened = await OpenedFolder.OpenAsync(parsed, parsed.GetRequiredValue(_key), _terminal, cancel);
        var (json, isLong) = (parsed.GetValue(_json), parsed.GetValue(_long));
        long files = 0, bytes = 0, entries = 0;
        foreach (var entry in list(opened.Folder))
        {
            cancel.ThrowIfCancellationRequested();
            (entries, files, bytes) = (entries + 1, files + (entry.Kind == FolderEntryKind.File ? 1 : 0), bytes + entry.Size);
            if (json)
                new JsonLines(_terminal.Output).Entry(entry);
            else
                _terminal.WriteResult(isLong ? Long(entry) : Name(entry));
        }

        if (json)
            new JsonLines(_terminal.Output).Listed(entries, files, bytes);
        return ExitCode.Done;
    }

    private IEnumerable<FolderEntry> Listed(StoredFolder folder, ParseResult parsed)
    {
        var path = StoredFolder.Normal(parsed.GetValue(_path) ?? "");
        var recursive = parsed.GetValue(_recursive);
        var found = false;
        foreach (var entry in folder.Entries())
        {
            if (entry.Path == path)
            {
                found = true;
                if (entry.Kind != FolderEntryKind.Folder)
                    yield return entry;
                continue;
            }

            var isBelow = path.Length == 0 || (entry.Path.Length > path.Length && entry.Path[path.Length] == '/' && entry.Path.StartsWith(path, StringComparison.Ordinal));
            if (isBelow && (recursive || entry.Path.IndexOf('/', path.Length == 0 ? 0 : path.Length + 1) < 0))
                yield return entry;
            else if (found && !isBelow)
                break;
        }

        if (!found)
            throw OpenedFolder.NotThere(path);
    }

    private static IEnumerable<FolderEntry> Found(StoredFolder folder, IReadOnlyList<string> patterns)
    {
        var rules = new PathRules(patterns.Select(PathRule.Exclude));
        return folder.Entries().Where(entry => entry.Path.Length > 0 && rules.Excludes(entry.Path, entry.Kind == FolderEntryKind.Folder));
    }

    private static string Name(FolderEntry entry) => entry.Kind == FolderEntryKind.Folder ? entry.Path + "/" : entry.Path;

    private static string Long(FolderEntry entry)
    {
        var time = entry.Modified?.ToDateTimeOffset().ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "-";
        var size = entry.Kind == FolderEntryKind.File ? ProgressText.Size(entry.Size) : "-";
        return $"{Rights(entry)}  {size,10}  {time,19}  {Name(entry)}{(entry.Target is { } target ? $" -> {target}" : "")}";
    }

    private static string Rights(FolderEntry entry)
    {
        const string Letters = "rwxrwxrwx";
        var kind = entry.Kind switch { FolderEntryKind.Folder => 'd', FolderEntryKind.Link => 'l', _ => '-' };
        var mode = entry.Mode ?? 0x1FF;
        return kind + string.Concat(Letters.Select((letter, index) => (mode & (0x100 >> index)) != 0 ? letter : '-'));
    }
}
