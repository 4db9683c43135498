using System.Runtime.InteropServices;
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
internal readonly partial record struct NodeFacts(NodeKind Kind, long Size, FileTime Modified)
{
    // statx(2), as in FileFacts; places of its structure, in bytes.
    private const int CurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7FF;
    private const int StructureBytes = 256;
    private const int BlockBytes = 512;

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
            return Ask(CurrentDirectory, path, NoFollow);
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
        if (!OperatingSystem.IsLinux())
            return new NodeFacts(NodeKind.File, RandomAccess.GetLength(file), FileTime.Of(new DateTimeOffset(File.GetLastWriteTimeUtc(file))));
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

    private static NodeFacts? Ask(int directory, string path, int flags)
    {
        Span<byte> facts = stackalloc byte[StructureBytes];
        if (Statx(directory, path, flags, BasicStats, ref MemoryMarshal.GetReference(facts)) != 0)
            return null;
        var mode = MemoryMarshal.Read<ushort>(facts[28..]);
        var size = MemoryMarshal.Read<long>(facts[40..]);
        var kind = (mode & 0xF000) switch { 0x8000 => NodeKind.File, 0x4000 => NodeKind.Directory, 0xA000 => NodeKind.Link, _ => NodeKind.Special };
        return new NodeFacts(kind, kind == NodeKind.File ? size : 0, new FileTime(MemoryMarshal.Read<long>(facts[112..]), MemoryMarshal.Read<int>(facts[120..])))
        {
            Mode = mode & 0xFFF,
            Place = (MemoryMarshal.Read<ulong>(facts[32..]), MemoryMarshal.Read<ulong>(facts[136..])),
            MayHaveGaps = kind == NodeKind.File && MemoryMarshal.Read<long>(facts[48..]) * BlockBytes < size,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte facts);
}
