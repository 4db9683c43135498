using StorageX.Bench.Images;

return args switch
{
    ["images", ..] => ImagesBench.Run(args[1..]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project StorageX.Bench -- images [rounds]");
    return 2;
}
