using StorageX.Host.Cli;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Daemon;

return await CommandLine.RunAsync(args, Terminal.OfThisProcess(), DaemonRun.RunAsync);
