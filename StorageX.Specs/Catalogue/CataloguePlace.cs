using StorageX.Catalogue;

namespace StorageX.Specs.Catalogue;

/// <summary>A directory of its own for one spec's catalogue, gone with it.</summary>
internal sealed class CataloguePlace : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("storagex-catalogue-").FullName;

    /// <summary>The catalogue's directory, which is not made yet.</summary>
    public string Data => Path.Combine(_root, "storagex");

    /// <summary>The catalogue's file, which is not made yet.</summary>
    public string File => Path.Combine(Data, "catalogue.db");

    /// <summary>What lies in the catalogue's directory, by name.</summary>
    public IEnumerable<string?> Names => Directory.EnumerateFileSystemEntries(Data).Select(Path.GetFileName).Order();

    /// <summary>The catalogue.</summary>
    public PieceCatalogue Open(TimeProvider time) => PieceCatalogue.Open(File, time);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
