using System.CommandLine;
using System.Globalization;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;
using StorageX.Manifests;

namespace StorageX.Host.Cli;

/// <summary><c>storagex info</c>: tells what a key leads to, without fetching a piece.</summary>
internal sealed class InfoCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _key = Options.Key();
    private readonly Option<bool> _json = Options.Json();

    private InfoCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var info = new InfoCommand(terminal);
        var command = new Command("info", "Tell what a key leads to, without fetching the pieces") { info._key, info._json };
        command.SetAction(info.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var settings = new Lazy<StorageXSettings>(() => StorageXSettings.Load(Options.ConfigFile(parsed)));
        var key = await KeyText.ReadKeyAsync(parsed.GetRequiredValue(_key), settings, _terminal, cancel);
        await using var storage = new Storage(settings.Value);
        var manifest = await storage.ReadManifestAsync(key, cancel);
        if (parsed.GetValue(_json))
            new JsonLines(_terminal.Output).Described(manifest);
        else
            _terminal.WriteText(Describe(manifest));
        return ExitCode.Done;
    }

    /// <summary>A line for each fact; the name is escaped, because a line break in it would forge another fact.</summary>
    internal static string Describe(Manifest manifest) => string.Create(CultureInfo.InvariantCulture, $"""
        name    {TerminalText.Escape(manifest.FileName)}
        size    {manifest.Size} bytes ({ProgressText.Size(manifest.Size)})
        pieces  {manifest.PieceCount}, up to {manifest.PieceWidth} x {manifest.PieceHeight} pixels{(manifest.Parity is { } parity ? $"\nparity  {parity}" : "")}
        format  {manifest.ProtocolVersion:0.#}{(manifest.TreeOffset is null ? "" : "\nkind    a folder; 'storagex ls' shows what is in it")}
        """);
}
