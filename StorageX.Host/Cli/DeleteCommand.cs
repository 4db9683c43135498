using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Reports;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli;

/// <summary><c>storagex delete</c>: deletes the images of uploads that nothing else from here uses.</summary>
internal sealed class DeleteCommand
{
    private readonly Terminal _terminal;
    private readonly DeletionOptions _options;
    private readonly Argument<string[]> _keys = Options.Keys();

    private DeleteCommand(Terminal terminal) => (_terminal, _options) = (terminal, new DeletionOptions(terminal));

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var delete = new DeleteCommand(terminal);
        var command = new Command("delete", "Delete the images of an upload that no other upload from here uses, and take it out of history") { delete._keys };
        delete._options.AddTo(command);
        command.SetAction(delete.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var keys = await KeyText.ReadAllAsync(parsed.GetRequiredValue(_keys), _terminal, cancel);
        await using var storage = new Storage(StorageXSettings.Load(Options.ConfigFile(parsed)));
        // A number that history does not have must be told before anything is deleted.
        var chosen = keys.Select(key => Chosen(storage, key)).ToList();
        if (!await _options.ConfirmAsync(parsed, $"Delete {(chosen.Count == 1 ? chosen[0].Label : $"{chosen.Count} uploads")}? It cannot be had back.", cancel))
            return ExitCode.Failed;
        if (_options.IsForDaemon(parsed))
            return await LeaveAsync(parsed, chosen.Select(one => one.Key), cancel);
        var report = new DeletionReport { IsDryRun = _options.IsDryRun(parsed) };
        foreach (var (label, key, id) in chosen)
        {
            await using var view = _options.Show(parsed, $"deleting {label}");
            var options = new DeleteOptions { DryRun = _options.IsDryRun(parsed) };
            var one = id is { } number ? await storage.DeleteAsync(number, options, view.Progress, cancel) : await storage.DeleteAsync(key, options, view.Progress, cancel);
            report = one with
            {
                Deleted = report.Deleted + one.Deleted,
                Shared = report.Shared + one.Shared,
                UndeletedCount = report.UndeletedCount + one.UndeletedCount,
                Undeleted = [.. report.Undeleted, .. one.Undeleted],
                LeftHistory = report.LeftHistory + one.LeftHistory,
            };
        }

        return _options.Tell(parsed, report, DeletionText.OfDeletion, storage.Warning);
    }

    private async Task<int> LeaveAsync(ParseResult parsed, IEnumerable<string> keys, CancellationToken cancel)
    {
        var worst = ExitCode.Done;
        foreach (var key in keys)
        {
            var asked = new DeleteRequest { Key = key, DryRun = _options.IsDryRun(parsed), Priority = _options.Priority(parsed) };
            var code = await _options.SubmitAsync(parsed, submission => submission.DeleteAsync(asked, cancel), cancel);
            worst = worst == ExitCode.Done ? code : worst;
        }

        return worst;
    }

    private static (string Label, string Key, long? Id) Chosen(Storage storage, string key)
    {
        if (!KeyText.IsNumber(key, out var id))
            return ("the upload of this key", key, null);
        var upload = storage.History(limit: int.MaxValue).FirstOrDefault(upload => upload.Id == id) ?? throw KeyText.NoSuchNumber(key);
        return ($"\"{upload.Name}\" (upload {id})", upload.Key, id);
    }
}
