using System.Runtime.InteropServices;

namespace StorageX.Files;

/// <summary>What the file system offers beyond <see cref="File"/>.</summary>
internal static partial class StorageDevice
{
    private const int NoSpaceUnix = 28;            // ENOSPC, the same number on Linux, macOS and the BSDs
    private const int QuotaLinux = 122;            // EDQUOT
    private const int ReadOnlyUnix = 30;           // EROFS
    private const int FullWindows = unchecked((int)0x80070070);   // ERROR_DISK_FULL as an HRESULT

    /// <summary>Whether <paramref name="error"/> says that there is no space left.</summary>
    public static bool IsFull(IOException error) => OperatingSystem.IsWindows()
        ? error.HResult == FullWindows
        : error.HResult is NoSpaceUnix or QuotaLinux || error.HResult == FullWindows;

    /// <summary>Whether <paramref name="error"/> says that the file system takes no writes.</summary>
    public static bool IsReadOnly(IOException error) => !OperatingSystem.IsWindows() && error.HResult == ReadOnlyUnix;

    /// <summary>
    /// Whether a directory's file system has less space free than a file needs. A failed reservation of space has to be asked
    /// so: its exception carries no error number.
    /// </summary>
    public static bool HasLessThan(long bytes, string directory)
    {
        try
        {
            // One of no size at all, such as /proc, is not full: it takes no files.
            return new DriveInfo(directory) is { TotalSize: > 0 } drive && drive.AvailableFreeSpace < bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// Flushes a directory's entries to the disk, so that a name given by a rename survives a power cut (fsync(2)).
    /// Does nothing on Windows, and where the file system cannot.
    /// </summary>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(path, 0);
        if (descriptor < 0)
            return;
        _ = FSync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
