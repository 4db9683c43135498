using Microsoft.Win32.SafeHandles;
using StorageX.Errors;
using StorageX.Files;

namespace StorageX.Host.Daemon.Access;

/// <summary>
/// The directories that jobs may read from and write to. What counts is where a path leads, whatever links are on its way. On
/// Linux a file or directory is opened first and then asked where it is, so that nothing can be exchanged in between.
/// </summary>
/// <param name="roots">Full paths; those that are not there yet count when they are.</param>
internal sealed class PathRoots(IReadOnlyList<string> roots)
{
    /// <summary>Fails unless a path leads to a place under a root, whether there is something or not.</summary>
    /// <returns>The path without dots.</returns>
    /// <exception cref="PathRefusedException">It is outside, or no absolute path.</exception>
    public string Require(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path))
            throw new PathRefusedException("an absolute path is expected");
        var full = Path.GetFullPath(path);
        if (roots.Count == 0)
            throw new PathRefusedException("no directory is open to jobs; name some under storagex.daemon.roots, or send the file as the request's body");
        return IsInside(LinkResolver.Resolve(full)) ? full : throw Outside(full);
    }

    /// <summary>Opens the file of an upload.</summary>
    /// <exception cref="PathRefusedException">It is outside of the roots.</exception>
    /// <exception cref="TransferException">It cannot be read, or is no regular file.</exception>
    public FileStream OpenSource(string path)
    {
        var full = LinkResolver.Resolve(Require(path));
        if (Directory.Exists(full))
            throw new TransferException(TransferErrorKind.Failed, $"{path}: is a directory; pack it first, or upload its files one by one");
        if (!File.Exists(full))
            throw new TransferException(TransferErrorKind.Failed, $"{path}: no such file");
        FileStream? file = null;
        try
        {
            file = OperatingSystem.IsLinux() ? new FileStream(Checked(OpenPath.File(full), path), FileAccess.Read, bufferSize: 0)
                : FileDoor.Source(full);
            return file.CanSeek ? file : throw new TransferException(TransferErrorKind.Failed, $"{path}: is no regular file");
        }
        catch (Exception error)
        {
            file?.Dispose();
            if (error is IOException or UnauthorizedAccessException or ArgumentException)
                throw new TransferException(TransferErrorKind.Failed, $"{path}: cannot be read: {SystemWords.Of(error)}", error);
            throw;
        }
    }

    /// <summary>Where a download goes: a directory that is there, or a file in one.</summary>
    /// <exception cref="PathRefusedException">It is outside of the roots.</exception>
    /// <exception cref="TransferException">Its directory is not there.</exception>
    public DownloadTarget OpenTarget(string path)
    {
        var full = Require(path);
        var isDirectory = Directory.Exists(full);
        var directory = isDirectory ? full : Path.GetDirectoryName(full) ?? full;
        var resolved = LinkResolver.Resolve(directory);
        if (!IsInside(resolved))
            throw Outside(full);
        if (!Directory.Exists(resolved))
            throw new TransferException(TransferErrorKind.Failed, $"{directory}: no such directory; make it first");
        try
        {
            var handle = OperatingSystem.IsLinux() ? Checked(OpenPath.Directory(resolved), full) : null;
            return new DownloadTarget(directory, handle is null ? resolved : OpenPath.PathOf(handle), isDirectory ? null : Path.GetFileName(full), handle);
        }
        catch (IOException error)
        {
            throw new TransferException(TransferErrorKind.Failed, $"{directory}: cannot be opened: {SystemWords.Of(error)}", error);
        }
    }

    /// <summary>Deletes what a download that was given up left beside its target.</summary>
    public void DeleteStaged(string path, string staging)
    {
        try
        {
            using var target = OpenTarget(path);
            File.Delete(target.PathOf(staging));
            File.Delete(target.PathOf(staging + ".part"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or TransferException or PathRefusedException)
        {
            // Its directory is gone, or may no longer be written.
        }
    }

    private SafeFileHandle Checked(SafeFileHandle handle, string path)
    {
        if (OpenPath.PlaceOf(handle) is not { } place || IsInside(place))
            return handle;
        handle.Dispose();
        throw Outside(path);
    }

    private bool IsInside(string place) => roots.Select(LinkResolver.Resolve).Any(root =>
        place == root || place.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static PathRefusedException Outside(string path) => new($"{path}: is outside of the directories that storagex.daemon.roots allows");
}

/// <summary>A path is not for jobs.</summary>
/// <param name="message">One line for a person.</param>
internal sealed class PathRefusedException(string message) : Exception(message);
