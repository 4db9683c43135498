using Microsoft.Win32.SafeHandles;

namespace StorageX.Files;

/// <summary>What stands at a path.</summary>
internal enum NodeKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A socket, a pipe or a device.</summary>
    Special,
}

/// <summary>What the system tells of what stands at a path, without following a link.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes of a file.</param>
/// <param name="Modified">When its content was changed last.</param>
internal readonly record struct NodeFacts(NodeKind Kind, long Size, FileTime Modified)
{
    /// <summary>The rights as Unix has them; null where the system has none.</summary>
    public int? Mode { get; init; }

    /// <summary>Its number on its file system, and that of the file system; zeros where the system does not tell.</summary>
    public (ulong Node, ulong Device) Place { get; init; }

    /// <summary>Whether a file has fewer blocks than its size needs, and so may have gaps.</summary>
    public bool MayHaveGaps { get; init; }

    /// <summary>What stands at a path; null where nothing does, or it cannot be reached.</summary>
    public static NodeFacts? Of(string path)
    {
        if (OperatingSystem.IsLinux())
            return SystemFacts.TryGet(path, follow: false, out var facts) ? Of(facts) : null;
        FileSystemInfo info = Directory.Exists(path) && new FileInfo(path).LinkTarget is null ? new DirectoryInfo(path) : new FileInfo(path);
        var isLink = info.LinkTarget is not null;
        if (!info.Exists && !isLink)
            return null;
        var kind = isLink ? NodeKind.Link : info is DirectoryInfo ? NodeKind.Directory : info.Attributes.HasFlag(FileAttributes.Device) ? NodeKind.Special : NodeKind.File;
        return new NodeFacts(kind, kind == NodeKind.File ? ((FileInfo)info).Length : 0, FileTime.Of(new DateTimeOffset(info.LastWriteTimeUtc)))
        {
            Mode = OperatingSystem.IsWindows() ? null : (int)info.UnixFileMode,
        };
    }

    /// <summary>What an open file is; null where the system does not tell.</summary>
    public static NodeFacts? Of(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
            return SystemFacts.TryGet(file, out var facts) ? Of(facts) : null;
        return new NodeFacts(NodeKind.File, RandomAccess.GetLength(file), FileTime.Of(new DateTimeOffset(File.GetLastWriteTimeUtc(file))));
    }

    private static NodeFacts Of(SystemFacts facts) => new(facts.Kind, facts.Kind == NodeKind.File ? facts.Size : 0, facts.Modified)
    {
        Mode = facts.Mode,
        Place = facts.Place,
        MayHaveGaps = facts.Kind == NodeKind.File && facts.Kept < facts.Size,
    };
}
