using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StorageX.Host.Daemon.Access;

/// <summary>
/// Opens a path on Linux and tells where what was opened really is. What happens to the path afterwards changes nothing: the
/// handle stays with the file or directory, and a directory can be worked in through <see cref="PathOf"/>.
/// </summary>
internal static partial class OpenPath
{
    private const int NonBlocking = 0x800;      // O_NONBLOCK: opening a pipe waits for nobody
    private const int PathOnly = 0x200000;      // O_PATH: the place alone, neither read nor written
    private const int CloseOnExec = 0x80000;    // O_CLOEXEC

    /// <summary>Opens a file for reading; a pipe without waiting for its writer.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle File(string path) => Open(path, NonBlocking | CloseOnExec);

    /// <summary>Opens a directory as a place.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle Directory(string path) => Open(path, PathOnly | CloseOnExec);

    /// <summary>The path through which what was opened can be reached, whatever its own path has become.</summary>
    public static string PathOf(SafeFileHandle handle) => $"/proc/self/fd/{handle.DangerousGetHandle()}";

    /// <summary>Where what was opened is now; null where <c>/proc</c> is not to be had.</summary>
    public static string? PlaceOf(SafeFileHandle handle) => new FileInfo(PathOf(handle)).LinkTarget;

    private static SafeFileHandle Open(string path, int flags)
    {
        var descriptor = OpenFile(path, flags);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(string path, int flags);
}
