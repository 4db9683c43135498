namespace StorageX.Specs;

/// <summary>A directory of its own for one spec; goes with all that is in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory() => Path = Directory.CreateTempSubdirectory("storagex-spec-").FullName;

    public string Path { get; }

    /// <summary>All files in it, at any depth, as paths from it.</summary>
    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(Path, "*", Everything)
        .Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal)];

    private static EnumerationOptions Everything => new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <summary>A path in it.</summary>
    public string this[params ReadOnlySpan<string> names] => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Makes a file in it and answers its path.</summary>
    public string Write(string name, byte[] bytes)
    {
        var path = this[name];
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (var directory in Directory.EnumerateDirectories(Path, "*", Everything).Prepend(Path).Where(directory => new DirectoryInfo(directory).LinkTarget is null))
                File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.Delete(Path, recursive: true);
    }
}
