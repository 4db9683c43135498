using StorageX.Host.Cli;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Daemon;

try
{
    return await CommandLine.RunAsync(args, Terminal.OfThisProcess(), DaemonRun.RunAsync);
}
catch (Exception error)
{
    return LastWords.Say(error);
}
