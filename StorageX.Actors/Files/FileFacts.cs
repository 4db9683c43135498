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
    // File systems of Linux whose files are made up as they are read, so that their lengths say nothing.
    private static readonly HashSet<string> MadeUp =
        ["sysfs", "proc", "debugfs", "tracefs", "securityfs", "configfs", "cgroupfs", "cgroup2fs", "efivarfs", "pstorefs", "bpf_fs"];

    /// <summary>The user that this process acts for.</summary>
    public static uint User => OperatingSystem.IsWindows() ? 0 : EffectiveUser();

    /// <summary>What a path leads to, links followed and nothing opened; null where nothing is, or the system does not tell.</summary>
    public static FileFacts? Of(string path) => SystemFacts.TryGet(path, follow: true, out var facts) ? Of(facts) : null;

    /// <summary>What an open file is; null where the system does not tell.</summary>
    public static FileFacts? Of(SafeFileHandle file) => SystemFacts.TryGet(file, out var facts) ? Of(facts) : null;

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

    private static FileFacts Of(SystemFacts facts) => new(facts.Kind == NodeKind.File, facts.Links, facts.Owner, facts.Place);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();
}
