using StorageX.Bench.Measuring;

namespace StorageX.Bench.Peers;

/// <summary>A program that stores a file in a directory and restores it.</summary>
/// <param name="Name">What the tables call it.</param>
internal abstract record Contender(string Name)
{
    /// <summary>Whether it is StorageX.</summary>
    public virtual bool IsOurs => false;

    /// <summary>What is not installed and therefore skipped; null if all is there.</summary>
    public abstract string? Missing { get; }

    /// <summary>How much of the file it is given; the slowest ones get a part, and their times are scaled.</summary>
    public virtual double Share => 1;

    /// <summary>Stores a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="store">An empty directory.</param>
    public abstract Run Store(string source, string store);

    /// <summary>Restores what <see cref="Store"/> stored last; null where that is not worth measuring.</summary>
    /// <param name="store">The directory.</param>
    /// <param name="target">A path where nothing is yet.</param>
    public abstract Run? Restore(string store, string target);

    /// <summary>Bytes of all files in a directory.</summary>
    public static long SizeOf(string directory) =>
        new DirectoryInfo(directory).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Sum(file => file.Length);

    private protected static string? Without(string path) => File.Exists(path) ? null : path;
}
