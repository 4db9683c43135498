using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StorageX.Files;

/// <summary>What Linux tells of a file by statx(2), whose structure is the same on every kind of processor, unlike that of stat(2).</summary>
internal readonly ref partial struct SystemFacts
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7FF;
    private const int StructureBytes = 256;
    private const int BlockBytes = 512;
    private readonly byte[] _facts;

    private SystemFacts(byte[] facts) => _facts = facts;

    /// <summary>What it is, as the upper bits of its mode have it.</summary>
    public NodeKind Kind => (Read<ushort>(28) & 0xF000) switch { 0x8000 => NodeKind.File, 0x4000 => NodeKind.Directory, 0xA000 => NodeKind.Link, _ => NodeKind.Special };

    /// <summary>Its rights, 0 to 7777 octal.</summary>
    public int Mode => Read<ushort>(28) & 0xFFF;

    /// <summary>How many names it has.</summary>
    public uint Links => Read<uint>(16);

    /// <summary>The number of the user that it belongs to.</summary>
    public uint Owner => Read<uint>(20);

    /// <summary>Its number on its file system, and that of the file system, in the order of the machine's bytes.</summary>
    public (ulong Node, ulong Device) Place => (Read<ulong>(32), Read<ulong>(136));

    /// <summary>Its size in bytes.</summary>
    public long Size => Read<long>(40);

    /// <summary>The bytes that the file system keeps of it.</summary>
    public long Kept => Read<long>(48) * BlockBytes;

    /// <summary>When its content was changed last.</summary>
    public FileTime Modified => new(Read<long>(112), Read<int>(120));

    /// <summary>Asks for what a path leads to.</summary>
    /// <param name="path">The path.</param>
    /// <param name="follow">Whether a link at its end is followed.</param>
    /// <param name="facts">What it is.</param>
    /// <returns>False where nothing is, or the system does not tell.</returns>
    public static bool TryGet(string path, bool follow, out SystemFacts facts) => TryAsk(CurrentDirectory, path, follow ? 0 : NoFollow, out facts);

    /// <summary>Asks for an open file.</summary>
    /// <inheritdoc cref="TryGet(string, bool, out SystemFacts)" path="/returns"/>
    public static bool TryGet(SafeFileHandle file, out SystemFacts facts)
    {
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return TryAsk((int)file.DangerousGetHandle(), "", EmptyPath, out facts);
        }
        finally
        {
            if (held)
                file.DangerousRelease();
        }
    }

    private static bool TryAsk(int directory, string path, int flags, out SystemFacts facts)
    {
        facts = new SystemFacts(new byte[StructureBytes]);
        return OperatingSystem.IsLinux() && Statx(directory, path, flags, BasicStats, ref facts._facts[0]) == 0;
    }

    private T Read<T>(int at)
        where T : struct => MemoryMarshal.Read<T>(_facts.AsSpan(at));

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte facts);
}
