namespace StorageX.Catalogue;

/// <summary>Files that hold secrets: their owner alone may read them. On Windows the data directory's own rights do that.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnersDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a directory, 0700. One that exists stays as its owner made it.</summary>
    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else if (!Directory.Exists(path))
            Directory.CreateDirectory(path, OwnersDirectory);
    }

    /// <summary>Makes an empty file, 0600 from its first moment.</summary>
    /// <exception cref="IOException">There is one already, or it cannot be made.</exception>
    public static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersFile;
        using var file = new FileStream(path, options);
    }

    /// <summary>Sets a file that exists to 0600.</summary>
    /// <exception cref="UnauthorizedAccessException">It needs that, and belongs to somebody else.</exception>
    public static void Restrict(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path) && File.GetUnixFileMode(path) != OwnersFile)
            File.SetUnixFileMode(path, OwnersFile);
    }
}
