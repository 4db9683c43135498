using System.Runtime.CompilerServices;

namespace StorageX.Bench.Measuring;

/// <summary>A directory for sources, stores and homes, in memory where there is room; it goes in the end.</summary>
internal sealed class Workplace : IDisposable
{
    private const string Memory = "/dev/shm";

    /// <param name="needed">Bytes that the work takes at once.</param>
    public Workplace(long needed)
    {
        IsInMemory = Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > needed;
        Path = IsInMemory
            ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"storagex-bench-{Environment.ProcessId}")).FullName
            : Directory.CreateTempSubdirectory("storagex-bench-").FullName;
        if (IsInMemory)
            Touch(needed);
    }

    /// <summary>Whether it is a memory file system: otherwise the disk is in every figure by the clock.</summary>
    public bool IsInMemory { get; }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>The repository's directory.</summary>
    public static string Repository => System.IO.Path.GetFullPath(System.IO.Path.Combine(SourceDirectory(), "..", ".."));

    /// <summary>A path in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>An empty directory of that name.</summary>
    public string Empty(string name)
    {
        Remove(name);
        return Directory.CreateDirectory(this[name]).FullName;
    }

    /// <summary>Deletes a file or a directory of that name, if there is one.</summary>
    public void Remove(string name)
    {
        if (Directory.Exists(this[name]))
            Directory.Delete(this[name], recursive: true);
        File.Delete(this[name]);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);

    // Memory that a machine was never asked for before costs whoever is first to use it, above all where the machine is virtual.
    private void Touch(long length)
    {
        var zeros = new byte[1 << 20];
        using (var file = File.OpenHandle(this["touched"], FileMode.CreateNew, FileAccess.Write))
        {
            for (var at = 0L; at < length; at += zeros.Length)
                RandomAccess.Write(file, zeros, at);
        }

        Remove("touched");
    }

    private static string SourceDirectory([CallerFilePath] string here = "") => System.IO.Path.GetDirectoryName(here)!;
}
