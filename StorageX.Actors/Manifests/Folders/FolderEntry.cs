using System.Runtime.InteropServices;
using StorageX.Files;

namespace StorageX.Manifests.Folders;

/// <summary>What an entry of a folder is.</summary>
public enum FolderEntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link, which is kept as one.</summary>
    Link,
}

/// <summary>An entry of a stored folder (FORMAT.md, section 12).</summary>
/// <param name="Path">Where it is below the folder: names with <c>/</c> between, any characters but U+0000 in them; empty for the folder itself.</param>
/// <param name="Kind">What it is.</param>
public sealed record FolderEntry(string Path, FolderEntryKind Kind)
{
    /// <summary>A file's size in bytes; 0 for others.</summary>
    public long Size { get; init; }

    /// <summary>When its content was changed last; null where that is not known.</summary>
    public FileTime? Modified { get; init; }

    /// <summary>The rights as Unix has them, 0 to 0xFFF (7777 octal); null where they are not known.</summary>
    public int? Mode { get; init; }

    /// <summary>What a link says; null for others.</summary>
    public string? Target { get; init; }

    /// <summary>The stretches of a file that are stored, ascending, in bytes; null where all of it is. All else is zeros.</summary>
    public IReadOnlyList<FolderStretch>? Data { get; init; }

    /// <summary>Where its content begins among the bytes that the key leads to; only a tree that was read tells it.</summary>
    public long Offset { get; init; }

    /// <summary>The last name of its path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>How many bytes are stored of it.</summary>
    public long Stored => Data is { } data ? data.Sum(stretch => stretch.Length) : Size;

    /// <summary>Bytes before its content that belong to nobody.</summary>
    internal long Skip { get; init; }

    /// <summary>The stretches of it that are stored, whether it has gaps or not.</summary>
    internal IEnumerable<FolderStretch> Stretches => Data ?? (Size > 0 ? [new FolderStretch(0, Size)] : []);
}

/// <summary>A stretch of a file.</summary>
/// <param name="Offset">Where it begins in the file, in bytes.</param>
/// <param name="Length">How many bytes it has, 1 or more.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FolderStretch(long Offset, long Length);
