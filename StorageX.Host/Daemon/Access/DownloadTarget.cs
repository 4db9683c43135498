using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using StorageX.Files;
using StorageX.Pieces;

namespace StorageX.Host.Daemon.Access;

/// <summary>Where a download goes.</summary>
/// <param name="shown">The directory as it was named.</param>
/// <param name="directory">A path to that directory which stays, whatever becomes of the other.</param>
/// <param name="name">The file's name; null to take the manifest's.</param>
/// <param name="handle">What keeps that path; disposed with this.</param>
internal sealed partial class DownloadTarget(string shown, string directory, string? name, SafeFileHandle? handle) : IDisposable
{
    private const int CurrentDirectory = -100;  // AT_FDCWD
    private const uint NoReplace = 1;           // RENAME_NOREPLACE
    private const int Exists = 17;              // EEXIST

    /// <summary>The file's name; null to take the manifest's.</summary>
    public string? Name { get; } = name;

    /// <summary>The path of a file in the directory.</summary>
    public string PathOf(string file) => Path.Combine(directory, Path.GetFileName(file));

    /// <summary>What an error says, with paths as they were named.</summary>
    public string Show(string message) => message.Replace(directory, shown, StringComparison.Ordinal);

    /// <summary>Fails when the file is there already and must stay.</summary>
    /// <exception cref="TransferException">It is.</exception>
    public void RequireFree(bool overwrite)
    {
        try
        {
            if (Name is not null)
                PieceWriter.RequireFree(PathOf(Name), overwrite);
        }
        catch (TransferException error)
        {
            throw new TransferException(error.Kind, Show(error.Message), error);
        }
    }

    /// <summary>Gives a finished file its name. It may have it already: from a run that was killed.</summary>
    /// <param name="staged">The file's path so far.</param>
    /// <param name="file">Its name.</param>
    /// <param name="size">The file's size in bytes.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <returns>Its path, as the directory was named.</returns>
    /// <exception cref="TransferException">The name is taken, or cannot be given.</exception>
    public string Place(string staged, string file, long size, bool overwrite)
    {
        var path = PathOf(file);
        try
        {
            if (File.Exists(staged))
            {
                if (!Move(staged, path, overwrite))
                    throw new TransferException(TransferErrorKind.Failed, $"{Path.Combine(shown, file)}: exists already; name another file, or allow it to be replaced");
                StorageDevice.FlushDirectory(directory);
            }
            else if (new FileInfo(path) is var there && !(there.Exists && there.Length == size))
            {
                throw new TransferException(TransferErrorKind.Failed, $"{Path.Combine(shown, file)}: what was downloaded has gone; try it again");
            }

            return Path.Combine(shown, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PieceWriter.WriteFailure(error, Path.Combine(shown, file), null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle?.Dispose();

    /// <summary>Renames, in one step, so that a file is there under one name or the other, never both; false when the name is taken.</summary>
    private static bool Move(string staged, string path, bool overwrite)
    {
        if (!overwrite && OperatingSystem.IsLinux())
        {
            if (RenameAt2(CurrentDirectory, staged, CurrentDirectory, path, NoReplace) == 0)
                return true;
            if (Marshal.GetLastPInvokeError() == Exists)
                return false;
        }

        // Where the file system cannot do it in one step, somebody else may take the name between the look and the move.
        if (!overwrite && Path.Exists(path))
            return false;
        if (overwrite)
            FileDoor.Replace(staged, path);
        else
            FileDoor.Move(staged, path);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RenameAt2(int oldDirectory, string oldPath, int newDirectory, string newPath, uint flags);
}
