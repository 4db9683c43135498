using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary>What the commands share that store again what is stored.</summary>
/// <param name="terminal">Where they read and write.</param>
/// <param name="to">What <c>--to</c> is for.</param>
internal sealed class RehostOptions(Terminal terminal, string to)
{
    private readonly Option<bool> _json = Options.Json();
    private readonly Option<bool> _quiet = Options.Quiet();

    /// <summary>Where images go.</summary>
    public Option<string> To { get; } = Options.Text("--to", "BACKEND", to);

    /// <summary>Adds the options that stand behind a command's own.</summary>
    public void AddTo(Command command)
    {
        command.Add(_json);
        command.Add(_quiet);
    }

    /// <summary>Whether a program reads standard output.</summary>
    public bool WantsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>The backend or pool that was named, or the backends.</summary>
    public (string? Backend, IReadOnlyList<string>? Hosts) Hosts(ParseResult parsed) => parsed.GetValue(To) is not { } text ? (null, null)
        : text.Contains(',') ? (null, text.Split(',', StringSplitOptions.TrimEntries)) : (text, null);

    /// <summary>Shows how far it is.</summary>
    public TransferView Show(ParseResult parsed, string label) => TransferView.Open(terminal, label, parsed.GetValue(_json), parsed.GetValue(_quiet));

    /// <summary>Tells what was done, and prints the key.</summary>
    /// <returns>The exit code.</returns>
    public int Deliver(ParseResult parsed, RehostResult result, string? warning, Func<RehostResult, IEnumerable<string>> describe)
    {
        foreach (var passed in result.PassedOver)
            terminal.WriteNotice($"{passed} was passed over; other hosts keep its part");
        if (!WantsJson(parsed))
        {
            foreach (var line in describe(result))
                terminal.WriteNotice(line);
        }

        if (warning is not null)
            terminal.WriteNotice(warning);
        return KeyDelivery.Deliver(terminal, result.Key, WantsJson(parsed) ? lines => lines.Rehosted(result) : null);
    }

    /// <summary>How much was sent, and how much was restored, in words.</summary>
    public static string Counts(RehostResult result)
    {
        var sent = result.Sent == 0 ? "no image of a piece had to be sent" : $"{ProgressText.Count(result.Sent, "image")} of pieces {(result.Sent == 1 ? "was" : "were")} sent";
        return result.Restored == 0 ? sent : $"{sent}; {ProgressText.Count(result.Restored, "piece")} that no host had {(result.Restored == 1 ? "was" : "were")} restored";
    }
}
