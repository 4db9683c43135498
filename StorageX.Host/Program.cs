using StorageX.Host.Cli;

return await CommandLine.RunAsync(args, Terminal.OfThisProcess());
