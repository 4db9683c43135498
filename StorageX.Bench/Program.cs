using StorageX.Bench.Images;
using StorageX.Bench.Manifests;
using StorageX.Bench.Peers;
using StorageX.Bench.Runtime;

return args switch
{
    ["peers", ..] => await PeersCommand.RunAsync(args[1..]),
    ["images", ..] => ImagesBench.Run(args[1..]),
    ["manifest", ..] => await ManifestBench.RunAsync(args[1..]),
    ["runtime"] => await RuntimeBench.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project StorageX.Bench -- peers [--quick] | images [rounds] | manifest [pieces] | runtime");
    return 2;
}
