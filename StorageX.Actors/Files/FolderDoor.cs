using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StorageX.Files;

/// <summary>
/// A folder that is being filled with what somebody else named: nothing is written through a link, whatever stands in it or is put there meanwhile.
/// On Linux it stays with the folder that was opened; elsewhere links are looked for before each step.
/// </summary>
internal sealed partial class FolderDoor : IDisposable
{
    private const int CurrentDirectory = -100;  // AT_FDCWD
    private const int NoFollow = 0x100;         // AT_SYMLINK_NOFOLLOW
    private const long LeaveAsIs = 0x3FFFFFFE; // UTIME_OMIT
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly SafeFileHandle? _handle;

    private FolderDoor(string place, SafeFileHandle? handle) => (Place, _handle) = (place, handle);

    private string Place { get; }

    /// <summary>Opens a folder that its user names, or makes it; a link to one is followed.</summary>
    /// <exception cref="IOException">It cannot be opened or made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    /// <param name="path">The folder.</param>
    /// <param name="isPrivate">Whether one that is made is its owner's alone, until <see cref="Complete"/> gives it other rights.</param>
    public static FolderDoor Open(string path, bool isPrivate)
    {
        if (!Directory.Exists(path))
            Make(path, isPrivate);
        if (!OperatingSystem.IsLinux())
            return new FolderDoor(path, null);
        var handle = OpenPath.Directory(path + "/.");
        return new FolderDoor(OpenPath.PathOf(handle), handle);
    }

    /// <summary>Opens a folder in this one, or makes it.</summary>
    /// <exception cref="ForeignFileException">A link has its name.</exception>
    /// <inheritdoc cref="Open" path="/exception"/>
    /// <param name="name">The folder.</param>
    /// <param name="isPrivate">Whether one that is made is its owner's alone, until <see cref="Complete"/> gives it other rights.</param>
    public FolderDoor Enter(string name, bool isPrivate)
    {
        var place = In(name);
        if (NodeFacts.Of(place) is null)
            Make(place, isPrivate);
        if (!OperatingSystem.IsLinux())
            return NodeFacts.Of(place) is { Kind: NodeKind.Directory } ? new FolderDoor(place, null) : throw new ForeignFileException(place);
        if (NodeFacts.Of(place) is { Kind: NodeKind.Link })
            throw new ForeignFileException(name);
        var handle = OpenPath.DirectoryItself(place);
        return new FolderDoor(OpenPath.PathOf(handle), handle);
    }

    /// <summary>What stands in it under a name; null where nothing does.</summary>
    public NodeFacts? Find(string name) => NodeFacts.Of(In(name));

    /// <summary>What a link in it says; null where no link has the name.</summary>
    public string? TargetOf(string name) => new FileInfo(In(name)).LinkTarget;

    /// <summary>Makes the file that gets a name by <see cref="Name"/>; what an earlier one has left goes.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public SafeFileHandle Begin(string name)
    {
        File.Delete(In(PartOf(name)));
        return FileDoor.New(In(PartOf(name)));
    }

    /// <summary>Takes a file back that was begun.</summary>
    public void Drop(string name) => File.Delete(In(PartOf(name)));

    /// <summary>Gives a file that was begun, and is closed, its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="time">When it was changed; null for now.</param>
    /// <param name="replaces">Whether a file, or a link itself, that has the name goes.</param>
    /// <inheritdoc cref="Open" path="/exception"/>
    public void Name(string name, FileTime? time, bool replaces)
    {
        var part = In(PartOf(name));
        SetTime(part, time);
        if (replaces)
            FileDoor.Replace(part, In(name));
        else
            FileDoor.Move(part, In(name));
    }

    /// <summary>Makes a link.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="target">What it says.</param>
    /// <param name="time">When it was changed; null for now.</param>
    /// <param name="replaces">Whether a file or a link that has the name goes.</param>
    /// <inheritdoc cref="Open" path="/exception"/>
    public void Link(string name, string target, FileTime? time, bool replaces)
    {
        if (replaces)
            File.Delete(In(name));
        File.CreateSymbolicLink(In(name), target);
        SetTime(In(name), time);
    }

    /// <summary>Lets its owner write in it, if they may not; it gets its rights in the end.</summary>
    public void LetWrite()
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(Place) is var mode && (mode & OwnersAlone) != OwnersAlone)
            File.SetUnixFileMode(Place, mode | OwnersAlone);
    }

    /// <summary>Gives the folder its rights and its time, when all that is in it is there.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public void Complete(int? rights, FileTime? time)
    {
        if (rights is { } mode && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(Place, (UnixFileMode)mode);
        // The place is a link of the system's own, so that this one is followed.
        SetTime(Place + "/.", time);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();

    private static void Make(string path, bool isPrivate)
    {
        if (!isPrivate || OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnersAlone);
    }

    private static string PartOf(string name) => $".storagex-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8))}.part";

    private static void SetTime(string path, FileTime? time)
    {
        if (time is not { } moment)
            return;
        if (!OperatingSystem.IsLinux())
        {
            if (NodeFacts.Of(path) is { Kind: not NodeKind.Link })
                File.SetLastWriteTimeUtc(path, moment.ToDateTimeOffset().UtcDateTime);
            return;
        }

        // Access, then change: seconds and nanoseconds of each.
        if (SetTimes(CurrentDirectory, path, [0, LeaveAsIs, moment.Seconds, moment.Nanoseconds], NoFollow) != 0)
            throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()), Marshal.GetLastPInvokeError());
    }

    private string In(string name) => Path.Combine(Place, name);

    [LibraryImport("libc", EntryPoint = "utimensat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetTimes(int directory, string path, long[] times, int flags);
}
