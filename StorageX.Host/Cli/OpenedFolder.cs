using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary>A stored folder that a command looks into.</summary>
internal sealed class OpenedFolder : IAsyncDisposable
{
    private readonly Storage _storage;

    private OpenedFolder(Storage storage, StoredFolder folder) => (_storage, Folder) = (storage, folder);

    /// <summary>The folder.</summary>
    public StoredFolder Folder { get; }

    /// <summary>Opens what a key on the command line leads to.</summary>
    public static async Task<OpenedFolder> OpenAsync(ParseResult parsed, string text, Terminal terminal, CancellationToken cancel)
    {
        var settings = new Lazy<StorageXSettings>(() => StorageXSettings.Load(Options.ConfigFile(parsed)));
        var key = await KeyText.ReadKeyAsync(text, settings, terminal, cancel);
        var storage = new Storage(settings.Value);
        try
        {
            return new OpenedFolder(storage, await storage.OpenFolderAsync(key, cancel));
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    /// <summary>The failure where nothing has a path.</summary>
    public static TransferException NotThere(string path) => new(TransferErrorKind.Failed, $"{path}: is not in the folder; 'storagex ls -R' with the same key shows what is");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Folder.DisposeAsync();
        await _storage.DisposeAsync();
    }
}
