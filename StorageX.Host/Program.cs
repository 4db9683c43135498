using StorageX.Host.Cli;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Daemon;

try
{
    var names = ForeignNames.Read(args);
    return await CommandLine.RunAsync(names.Arguments, Terminal.OfThisProcess(names), DaemonRun.RunAsync);
}
catch (Exception error)
{
    return LastWords.Say(error);
}
