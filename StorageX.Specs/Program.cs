using StorageX.Specs.Catalogue;

namespace StorageX.Specs;

/// <summary>The specs' assembly as a program: the second process that some specs need.</summary>
internal static class Program
{
    private static int Main(string[] arguments) => arguments switch
    {
        [CatalogueProcess.Verb, var what, var file] => CatalogueProcess.Run(what, file),
        _ => 0,
    };
}
