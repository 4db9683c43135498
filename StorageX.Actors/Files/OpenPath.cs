using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StorageX.Files;

/// <summary>
/// Opens a path on Linux and tells where what was opened really is. What happens to the path afterwards changes nothing: the
/// handle stays with the file or directory, and a directory can be worked in through <see cref="PathOf"/>.
/// </summary>
internal static partial class OpenPath
{
    private const int ReadWrite = 2;            // O_RDWR
    private const int Create = 0x40;            // O_CREAT
    private const int NonBlocking = 0x800;      // O_NONBLOCK: opening a pipe waits for nobody
    private const int PathOnly = 0x200000;      // O_PATH: the place alone, neither read nor written
    private const int CloseOnExec = 0x80000;    // O_CLOEXEC
    private const int ExclusiveNow = 2 | 4;     // LOCK_EX | LOCK_NB
    private const int RightsOfFiles = 0x1B6;    // rw-rw-rw-, less what the process masks
    private const int NoSuchFile = 2;
    private const int NotPermitted = 1;
    private const int NoAccess = 13;
    private const int WouldBlock = 11;
    private const int TooManyLinks = 40;        // ELOOP, which is how O_NOFOLLOW meets a link

    // The only numbers here that differ between processors: O_DIRECTORY and O_NOFOLLOW.
    private static readonly int DirectoryOnly = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Architecture.Ppc64le ? 0x4000 : 0x10000;
    private static readonly int NoFollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Architecture.Ppc64le ? 0x8000 : 0x20000;

    /// <summary>Opens a file for reading; a pipe without waiting for its writer.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle File(string path) => Open(path, NonBlocking | CloseOnExec);

    /// <summary>The same, and a link is refused.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static SafeFileHandle FileItself(string path) => Open(path, NonBlocking | NoFollow | CloseOnExec);

    /// <summary>Opens a file for reading and writing, or makes it, and locks it for this process; a link is refused.</summary>
    /// <param name="path">The file.</param>
    /// <param name="make">Whether it is made where it is not there.</param>
    /// <exception cref="IOException">It cannot be opened, or somebody else has it locked.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static SafeFileHandle Locked(string path, bool make)
    {
        var file = Open(path, ReadWrite | NonBlocking | NoFollow | CloseOnExec | (make ? Create : 0));
        // File systems without locks are written to without one.
        if (Lock(file, ExclusiveNow) == 0 || Marshal.GetLastPInvokeError() != WouldBlock)
            return file;
        file.Dispose();
        throw new IOException($"{path}: is being used by another process", WouldBlock);
    }

    /// <summary>Opens a directory as a place.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle Directory(string path) => Open(path, PathOnly | CloseOnExec);

    /// <summary>The same, and a link is refused.</summary>
    /// <exception cref="IOException">It cannot be opened, or is something else.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static SafeFileHandle DirectoryItself(string path) => Open(path, PathOnly | DirectoryOnly | NoFollow | CloseOnExec);

    /// <summary>Opens whatever a path of bytes leads to, as a place; null where nothing is, or nothing that may be reached.</summary>
    public static SafeFileHandle? Place(byte[] path) =>
        OpenBytes([.. path, 0], PathOnly | CloseOnExec) is >= 0 and var descriptor ? new SafeFileHandle(descriptor, ownsHandle: true) : null;

    /// <summary>The path through which what was opened can be reached, whatever its own path has become.</summary>
    public static string PathOf(SafeFileHandle handle) => $"/proc/self/fd/{handle.DangerousGetHandle()}";

    /// <summary>Where what was opened is now; null where <c>/proc</c> is not to be had.</summary>
    public static string? PlaceOf(SafeFileHandle handle) => new FileInfo(PathOf(handle)).LinkTarget;

    private static SafeFileHandle Open(string path, int flags)
    {
        var descriptor = OpenFile(path, flags, RightsOfFiles);
        if (descriptor >= 0)
            return new SafeFileHandle(descriptor, ownsHandle: true);
        var error = Marshal.GetLastPInvokeError();
        var words = Marshal.GetPInvokeErrorMessage(error);
        throw error switch
        {
            NoSuchFile when !System.IO.Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) => new DirectoryNotFoundException($"{path}: {words}"),
            NoSuchFile => new FileNotFoundException($"{path}: {words}", path),
            NoAccess or NotPermitted => new UnauthorizedAccessException($"{path}: {words}"),
            TooManyLinks => new ForeignFileException(path),
            _ => new IOException(words, error),
        };
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(string path, int flags, int rights);

    [LibraryImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenBytes(byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
