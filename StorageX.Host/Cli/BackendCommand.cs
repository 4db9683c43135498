using System.CommandLine;
using StorageX.Backends;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary><c>storagex backend</c>: the places for images, and how more are added.</summary>
internal static class BackendCommand
{
    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal) => new("backend", "The hosts that keep images: list them, test them, or add one from a ShareX uploader file")
    {
        List(terminal),
        Show(terminal),
        BackendImportCommand.Create(terminal),
        BackendTestCommand.Create(terminal),
        Remove(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var json = Options.Json();
        var list = new Command("list", "List the configured and imported hosts") { json };
        list.SetAction(parsed =>
        {
            var settings = StorageXSettings.Load(Options.ConfigFile(parsed));
            var backends = settings.Backends.OrderBy(backend => backend.Key, StringComparer.Ordinal).ToList();
            if (parsed.GetValue(json))
                new JsonLines(terminal.Output).Backends(backends, settings.DefaultBackend);
            else
                terminal.WriteText(string.Join('\n', backends.Select(backend => $"{(backend.Key == settings.DefaultBackend ? '*' : ' ')} {backend.Key,-16} {backend.Value.Type,-10} {TerminalText.Escape(backend.Value.Place)}")));
            return ExitCode.Done;
        });
        return list;
    }

    private static Command Show(Terminal terminal)
    {
        var (name, json) = (Name(), Options.Json());
        var show = new Command("show", "Show what is known of a host, without its secrets") { name, json };
        show.SetAction(parsed =>
        {
            var settings = StorageXSettings.Load(Options.ConfigFile(parsed));
            var wanted = parsed.GetRequiredValue(name);
            if (!settings.Backends.TryGetValue(wanted, out var backend))
                throw new UsageException($"\"{wanted}\" is none of the configured backends ({string.Join(", ", settings.Backends.Keys.Order(StringComparer.Ordinal))})");
            if (parsed.GetValue(json))
                new JsonLines(terminal.Output).Backend(wanted, backend, wanted == settings.DefaultBackend);
            else
                terminal.WriteText(Describe(wanted, backend));
            return ExitCode.Done;
        });
        return show;
    }

    private static Command Remove(Terminal terminal)
    {
        var (name, json) = (Name(), Options.Json());
        var remove = new Command("remove", "Forget an imported host; what is stored there stays") { name, json };
        remove.SetAction(parsed =>
        {
            UploaderProfiles.Remove(parsed.GetRequiredValue(name));
            if (parsed.GetValue(json))
                new JsonLines(terminal.Output).Removed(parsed.GetRequiredValue(name));
            else
                terminal.WriteNotice($"{parsed.GetRequiredValue(name)} is forgotten; what is stored there stays");
            return ExitCode.Done;
        });
        return remove;
    }

    private static Argument<string> Name() => new("name") { Description = "The backend's name" };

    /// <summary>What is known of a backend, a line each.</summary>
    internal static string Describe(string name, BackendSettings backend)
    {
        var facts = backend.Facts.Concat(backend.Limits.Facts).Prepend(KeyValuePair.Create("place", backend.Place)).Prepend(KeyValuePair.Create("type", backend.Type)).Prepend(KeyValuePair.Create("name", name));
        return string.Join('\n', facts.Select(fact => $"{fact.Key + ":",-20}{TerminalText.Escape(fact.Value)}"));
    }
}
