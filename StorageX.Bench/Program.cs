using StorageX.Bench.Cutting;
using StorageX.Bench.Images;
using StorageX.Bench.Manifests;
using StorageX.Bench.Micro;
using StorageX.Bench.Parity;
using StorageX.Bench.Peers;
using StorageX.Bench.Watch;

return args switch
{
    ["peers", ..] => await PeersCommand.RunAsync(args[1..]),
    ["watch"] => WatchCommand.Run(),
    ["micro", ..] => MicroCommand.Run(args[1..]),
    ["images", ..] => ImagesBench.Run(args[1..]),
    ["parity", ..] => ParityBench.Run(args[1..]),
    ["cutting", ..] => CuttingBench.Run(args[1..]),
    ["manifest", ..] => await ManifestBench.RunAsync(args[1..]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project StorageX.Bench -- peers [--quick] | watch | micro [--filter PATTERN] [--job dry] | images [rounds] | parity [rounds] | cutting [rounds] | manifest [pieces]");
    return 2;
}
