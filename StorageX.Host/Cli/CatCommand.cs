using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;
using StorageX.Manifests.Folders;

namespace StorageX.Host.Cli;

/// <summary><c>storagex cat</c>: writes files of a stored folder to standard output, and fetches no more than they need.</summary>
internal sealed class CatCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _key = Options.Key();
    private readonly Argument<string[]> _paths = new("path") { Description = "A file in it; several may follow", Arity = ArgumentArity.OneOrMore };

    private CatCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var cat = new CatCommand(terminal);
        var command = new Command("cat", "Write a file of a stored folder to standard output") { cat._key, cat._paths };
        command.SetAction(cat.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var opened = await OpenedFolder.OpenAsync(parsed, parsed.GetRequiredValue(_key), _terminal, cancel);
        // All of them are looked for before a byte is written.
        List<FolderEntry> files = [.. parsed.GetRequiredValue(_paths).Select(path => FileAt(opened.Folder, path))];
        foreach (var file in files)
        {
            await using var bytes = opened.Folder.OpenRead(file);
            await bytes.CopyToAsync(_terminal.Output, cancel);
        }

        await _terminal.Output.FlushAsync(cancel);
        return ExitCode.Done;
    }

    private static FolderEntry FileAt(StoredFolder folder, string path) => folder.Find(path) switch
    {
        null => throw OpenedFolder.NotThere(path),
        { Kind: FolderEntryKind.File } file => file,
        { Kind: FolderEntryKind.Link } link => throw new TransferException(TransferErrorKind.Failed, $"{path}: is a link to {link.Target}, and links are not followed; name the file"),
        _ => throw new TransferException(TransferErrorKind.Failed, $"{path}: is a folder; 'storagex ls' shows what is in it"),
    };
}
