using System.Text;
using Shouldly;
using StorageX.Host.Cli;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Daemon;

namespace StorageX.Specs.Daemon;

/// <summary>Commands as a user of a daemon gives them.</summary>
internal sealed class DaemonCommands
{
    private readonly string _configuration;

    /// <param name="daemon">The daemon that they talk to.</param>
    /// <param name="directory">Where their configuration is kept.</param>
    public DaemonCommands(RunningDaemon daemon, TemporaryDirectory directory)
    {
        _configuration = directory["client.hocon"];
        File.WriteAllText(_configuration, $$"""storagex { data = "{{daemon.Data}}", daemon.listen = "{{daemon.Address.GetLeftPart(UriPartial.Authority)}}" }""");
    }

    /// <summary>Runs one, which must end with this code; a failure is one line on standard error.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public Task<string> RunAsync(int code, params string[] args) => RunWithAsync(code, "", args);

    /// <summary>The same with something on standard input.</summary>
    public async Task<string> RunWithAsync(int code, string input, params string[] args) => (await HearAsync(code, input, args)).Output;

    /// <summary>The same, with what it wrote to standard error.</summary>
    public async Task<(string Output, string Error)> HearAsync(int code, string input, params string[] args)
    {
        using var output = new MemoryStream();
        await using var error = new StringWriter();
        var terminal = new Terminal(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error);
        (await CommandLine.RunAsync([.. args, "--config", _configuration], terminal, DaemonRun.RunAsync)).ShouldBe(code, error.ToString());
        if (code != 0)
            error.ToString().ShouldMatch(@"^storagex: [^\n]+\n$");
        return (Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
