using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StorageX.Files;

/// <summary>Which stretches of a file with gaps the file system keeps.</summary>
internal static partial class FileStretches
{
    private const int NextData = 3;     // SEEK_DATA
    private const int NextGap = 4;      // SEEK_HOLE
    private const long SmallestGap = 64 << 10;

    /// <summary>The stretches of an open file that are kept, ascending; shorter gaps between are taken as data until there are few enough.</summary>
    /// <param name="file">The file.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="most">How many stretches there may be, 1 or more.</param>
    /// <returns>Null where the system does not tell, or there is no gap of some size.</returns>
    public static List<(long Offset, long Length)>? Of(SafeFileHandle file, long size, int most)
    {
        if (!OperatingSystem.IsLinux() || Find(file, size, SmallestGap) is not { } found)
            return null;
        for (var gap = SmallestGap * 4; found.Count > most; gap *= 4)
            found = Joined(found, gap);
        return found is [(0, var length)] && length == size ? null : found;
    }

    private static List<(long Offset, long Length)>? Find(SafeFileHandle file, long size, long gap)
    {
        var found = new List<(long, long)>();
        for (long at = 0; at < size;)
        {
            // None behind it is data: the rest is a gap.
            if (Seek(file, at, NextData) is var begin && begin < 0)
                return found.Count == 0 && Seek(file, 0, NextGap) != 0 ? null : found;
            var end = Math.Min(size, Seek(file, begin, NextGap));
            if (begin >= size || end <= begin)
                break;
            Add(found, begin, end, gap);
            at = end;
        }

        return found;
    }

    private static List<(long Offset, long Length)> Joined(List<(long Offset, long Length)> stretches, long gap)
    {
        var joined = new List<(long, long)>();
        foreach (var (offset, length) in stretches)
            Add(joined, offset, offset + length, gap);
        return joined;
    }

    private static void Add(List<(long Offset, long Length)> stretches, long begin, long end, long gap)
    {
        if (begin < gap && stretches.Count == 0)
            begin = 0;
        if (stretches is [.., var last] && begin - (last.Offset + last.Length) < gap)
            stretches[^1] = last with { Length = end - last.Offset };
        else
            stretches.Add((begin, end - begin));
    }

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);
}
