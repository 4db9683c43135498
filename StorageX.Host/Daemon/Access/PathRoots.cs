using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StorageX.Host.Daemon.Access;

/// <summary>
/// The directories that jobs may read from and write to. What counts is where a path leads, whatever links are on its way; a
/// file is opened first and then asked where it is, so that nothing can be exchanged in between.
/// </summary>
internal sealed partial class PathRoots
{
    private const int NonBlocking = 0x800;      // O_NONBLOCK on Linux: opening a pipe waits for nobody
    private const int CloseOnExec = 0x80000;    // O_CLOEXEC on Linux
    private readonly IReadOnlyList<string> _roots;

    /// <param name="roots">Full paths; those that are not there yet count when they are.</param>
    public PathRoots(IReadOnlyList<string> roots) => _roots = roots;

    /// <summary>Fails unless a path leads to a file under a root.</summary>
    /// <exception cref="PathRefusedException">It is outside, or no absolute path.</exception>
    public string Require(string path)
    {
        if (path.Contains('\0') || !Path.IsPathFullyQualified(path))
            throw new PathRefusedException("an absolute path is expected");
        var full = Path.GetFullPath(path);
        if (_roots.Count == 0)
            throw new PathRefusedException("no directory is open to jobs; name some under storagex.daemon.roots, or send the file as the request's body");
        return IsInside(LinkResolver.Resolve(full)) ? full : throw new PathRefusedException($"{full}: is outside of the directories that storagex.daemon.roots allows");
    }

    /// <summary>Opens the file of an upload.</summary>
    /// <exception cref="PathRefusedException">It is outside of the roots.</exception>
    /// <exception cref="TransferException">It cannot be read, or is no regular file.</exception>
    public FileStream OpenSource(string path)
    {
        var full = LinkResolver.Resolve(Require(path));
        if (Directory.Exists(full))
            throw new TransferException(TransferErrorKind.Failed, $"{path}: is a directory; pack it first, or upload its files one by one");
        FileStream? file = null;
        try
        {
            file = OperatingSystem.IsLinux() ? OpenOnLinux(full) : new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
            if (!file.CanSeek)
                throw new TransferException(TransferErrorKind.Failed, $"{path}: is no regular file");
            return file;
        }
        catch (Exception error)
        {
            file?.Dispose();
            if (error is FileNotFoundException or DirectoryNotFoundException)
                throw new TransferException(TransferErrorKind.Failed, $"{path}: no such file", error);
            if (error is UnauthorizedAccessException or IOException)
                throw new TransferException(TransferErrorKind.Failed, $"{path}: cannot be read: {error.Message}", error);
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
            throw new PathRefusedException($"{full}: is outside of the directories that storagex.daemon.roots allows");
        if (!Directory.Exists(resolved))
            throw new TransferException(TransferErrorKind.Failed, $"{directory}: no such directory; make it first");
        return new DownloadTarget(directory, resolved, isDirectory ? null : Path.GetFileName(full));
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

    private bool IsInside(string resolved) => _roots.Select(LinkResolver.Resolve).Any(root =>
        resolved == root || resolved.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private FileStream OpenOnLinux(string path)
    {
        var descriptor = Open(path, NonBlocking | CloseOnExec);
        if (descriptor < 0)
            throw Marshal.GetLastPInvokeError() switch
            {
                2 or 20 => new FileNotFoundException("no such file", path),
                var code => new IOException(Marshal.GetPInvokeErrorMessage(code)),
            };
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget is { } place && !IsInside(place))
        {
            handle.Dispose();
            throw new PathRefusedException($"{path}: is outside of the directories that storagex.daemon.roots allows");
        }

        return new FileStream(handle, FileAccess.Read, bufferSize: 0);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);
}

/// <summary>A path is not for jobs.</summary>
/// <param name="message">One line for a person.</param>
internal sealed class PathRefusedException(string message) : Exception(message);
