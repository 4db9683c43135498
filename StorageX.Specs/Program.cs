using StorageX.Specs.Catalogue;
using StorageX.Specs.Fuzzing;

namespace StorageX.Specs;

/// <summary>The specs' assembly as a program: the second process that some specs need, and the fuzzer.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments) => arguments switch
    {
        [CatalogueProcess.Verb, var what, var file] => CatalogueProcess.Run(what, file),
        [FuzzCommand.Verb, .. var options] => await FuzzCommand.RunAsync(options),
        _ => 0,
    };
}
