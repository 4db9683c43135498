using StorageX.Host.Cli;
using StorageX.Host.Daemon;

return await CommandLine.RunAsync(args, Terminal.OfThisProcess(), DaemonRun.RunAsync);
