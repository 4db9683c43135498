using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StorageX.Files;

/// <summary>What a file is, beyond what <see cref="File"/> tells.</summary>
/// <param name="IsRegular">Whether it is a regular file: no pipe, socket, device, directory or link.</param>
/// <param name="Links">How many names it has.</param>
/// <param name="Owner">The number of the user that it belongs to.</param>
/// <param name="Place">Its number on its file system, and that of the file system: no two files that are there share both.</param>
internal readonly partial record struct FileFacts(bool IsRegular, uint Links, uint Owner, (ulong Node, ulong Device) Place)
{
    // statx(2): its structure is the same on every kind of processor, unlike that of stat(2).
    private const int CurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7FF;
    private const int StructureBytes = 256;
    private const int KindMask = 0xF000;
    private const int RegularKind = 0x8000;

    // File systems of Linux whose files are made up as they are read, so that their lengths say nothing.
    private static readonly HashSet<string> MadeUp =
        ["sysfs", "proc", "debugfs", "tracefs", "securityfs", "configfs", "cgroupfs", "cgroup2fs", "efivarfs", "pstorefs", "bpf_fs"];

    /// <summary>The user that this process acts for.</summary>
    public static uint User => OperatingSystem.IsWindows() ? 0 : EffectiveUser();

    /// <summary>What a path leads to, links followed and nothing opened; null where nothing is, or the system does not tell.</summary>
    public static FileFacts? Of(string path) => Ask(CurrentDirectory, path, 0);

    /// <summary>What an open file is; null where the system does not tell.</summary>
    public static FileFacts? Of(SafeFileHandle file)
    {
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return Ask((int)file.DangerousGetHandle(), "", EmptyPath);
        }
        finally
        {
            if (held)
                file.DangerousRelease();
        }
    }

    /// <summary>Whether an open file is the one at <paramref name="path"/>, and no link led to it. True where the system does not tell.</summary>
    public static bool IsAt(SafeFileHandle file, string path) =>
        new FileInfo(path).LinkTarget is null && (Of(file) is not { } facts || Of(path)?.Place == facts.Place);

    /// <summary>
    /// The same of a regular file with one name that is this user's, or its directory's owner's: some file systems give all files to one user,
    /// whoever makes them.
    /// </summary>
    public static bool IsOwnAt(SafeFileHandle file, string path) => IsAt(file, path)
        && (Of(file) is not { } facts || (facts is { IsRegular: true, Links: 1 } && (facts.Owner == User || facts.Owner == Of(Path.GetDirectoryName(path)!)?.Owner)));

    /// <summary>Whether a path leads to something that is known to be no regular file, so that opening it may wait for ever.</summary>
    public static bool IsSpecial(string path) => Of(path) is { IsRegular: false };

    /// <summary>Whether a file's length says nothing of what reading it gives, as in /proc and /sys.</summary>
    public static bool IsMadeUp(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() && MadeUp.Contains(new DriveInfo(Path.GetFullPath(path)).DriveFormat);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    private static FileFacts? Ask(int directory, string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        Span<byte> facts = stackalloc byte[StructureBytes];
        if (Statx(directory, path, flags, BasicStats, ref MemoryMarshal.GetReference(facts)) != 0)
            return null;
        // stx_nlink, stx_uid, stx_mode, stx_ino and stx_dev_major with stx_dev_minor, in the order of the machine's bytes.
        var mode = MemoryMarshal.Read<ushort>(facts[28..]);
        return new FileFacts(
            (mode & KindMask) == RegularKind, MemoryMarshal.Read<uint>(facts[16..]), MemoryMarshal.Read<uint>(facts[20..]),
            (MemoryMarshal.Read<ulong>(facts[32..]), MemoryMarshal.Read<ulong>(facts[136..])));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte facts);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();
}
