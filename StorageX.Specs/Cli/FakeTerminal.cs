using System.Text;
using StorageX.Host.Cli;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Daemon;

namespace StorageX.Specs.Cli;

/// <summary>A terminal that keeps what is written to it.</summary>
internal sealed class FakeTerminal
{
    private readonly MemoryStream _output = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public FakeTerminal(string input = "", bool showsOutput = false, bool showsDetails = false, bool canAsk = false) =>
        Terminal = new(new MemoryStream(Encoding.UTF8.GetBytes(input)), _output, _error)
        {
            ShowsOutput = showsOutput,
            ShowsDetails = showsDetails,
            CanAsk = canAsk,
        };

    public Terminal Terminal { get; }

    public string Output => Encoding.UTF8.GetString(_output.ToArray());

    public string Error => _error.ToString();

    public Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(args, Terminal, DaemonRun.RunAsync);
}
