using System.Runtime.InteropServices;

namespace StorageX.Files;

/// <summary>Small files that only their owner can read, and that appear whole or not at all.</summary>
internal static partial class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerDirectory = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Writes a file that is not there yet, flushed to the disk; its directory is made too.</summary>
    /// <returns>False when it is there: of several that try at once exactly one writes.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static bool TryCreate(string path, ReadOnlySpan<byte> bytes) => Write(path, bytes, replace: false);

    /// <summary>Writes a file, in place of the one that is there.</summary>
    /// <inheritdoc cref="TryCreate" path="/exception"/>
    public static void Replace(string path, ReadOnlySpan<byte> bytes) => Write(path, bytes, replace: true);

    /// <summary>Takes every right to a file from all but its owner. Does nothing on Windows, where the profile's directory does that.</summary>
    /// <inheritdoc cref="TryCreate" path="/exception"/>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) is var mode && (mode & ~OwnerDirectory) != UnixFileMode.None)
            File.SetUnixFileMode(path, mode & OwnerOnly);
    }

    private static bool Write(string path, ReadOnlySpan<byte> bytes, bool replace)
    {
        path = Path.GetFullPath(path);
        var directory = Path.GetDirectoryName(path) ?? path;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, OwnerDirectory);

        var temporary = Path.Combine(directory, $".{Guid.NewGuid():n}.part");
        try
        {
            using (var file = new FileStream(temporary, Options()))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            if (replace)
                FileDoor.Replace(temporary, path);
            else if (!TryName(temporary, path))
                return false;
            StorageDevice.FlushDirectory(directory);
            return true;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    /// <summary>Gives a finished file its name, unless the name is taken; the temporary one may stay, for its maker to delete.</summary>
    /// <returns>False when the name is taken: of several that try at once exactly one gets it.</returns>
    /// <inheritdoc cref="TryCreate" path="/exception"/>
    public static bool TryName(string temporary, string path)
    {
        // On Unix, File.Move looks whether the name is free and then renames: between the two another process can take it.
        // link(2) does both in one step; some file systems (FAT) lack it. On Windows a move without overwriting is one step.
        try
        {
            if (OperatingSystem.IsWindows() || Link(temporary, path) != 0)
                File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string name);
}
