using StorageX.Specs.Catalogue;
using StorageX.Specs.Fuzzing;
using StorageX.Specs.Soaking;

namespace StorageX.Specs;

/// <summary>The specs' assembly as a program: the second process that some specs need, the fuzzer, and the soak.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments) => arguments switch
    {
        [CatalogueProcess.Verb, var what, var file] => CatalogueProcess.Run(what, file),
        [FuzzCommand.Verb, .. var options] => await FuzzCommand.RunAsync(options),
        [SoakCommand.Verb, .. var options] => await SoakCommand.RunAsync(options),
        _ => 0,
    };
}
