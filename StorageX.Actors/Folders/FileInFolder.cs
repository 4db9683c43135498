using Microsoft.Win32.SafeHandles;
using StorageX.Files;
using StorageX.Manifests.Folders;

namespace StorageX.Folders;

/// <summary>A file of a folder that is being read, from its first byte to its last, without its gaps.</summary>
internal sealed class FileInFolder : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly NodeFacts _facts;
    private readonly List<FolderStretch> _stretches = [];
    private int _stretch;
    private long _read;

    private FileInFolder(FolderNode node, SafeFileHandle file, NodeFacts facts)
    {
        (Node, _file, _facts) = (node, file, facts);
        var gaps = facts.MayHaveGaps ? FileStretches.Of(file, facts.Size, FolderLine.MostStretches) : null;
        if (gaps is not null)
            _stretches.AddRange(gaps.Select(stretch => new FolderStretch(stretch.Offset, stretch.Length)));
        else if (facts.Size > 0)
            _stretches.Add(new FolderStretch(0, facts.Size));
        HasGaps = gaps is not null;
        Stored = _stretches.Sum(stretch => stretch.Length);
    }

    /// <summary>Where it was met.</summary>
    public FolderNode Node { get; }

    /// <summary>How many bytes are to be read of it.</summary>
    public long Stored { get; }

    /// <summary>How many have been.</summary>
    public long Read { get; private set; }

    /// <summary>How often it was begun anew before.</summary>
    public int Tries { get; init; }

    private bool HasGaps { get; }

    /// <summary>Its entry, as it was when it was opened.</summary>
    public FolderEntry Entry => Node.Entry with
    {
        Size = _facts.Size,
        Mode = _facts.Mode,
        Modified = _facts.Modified.IsInRange ? _facts.Modified : null,
        Data = HasGaps ? _stretches : null,
    };

    /// <summary>Whether it is as it was when it was opened.</summary>
    public bool IsUnchanged => NodeFacts.Of(_file) is { } now && now.Size == _facts.Size && now.Modified == _facts.Modified;

    /// <summary>Opens it; no link is followed.</summary>
    /// <exception cref="IOException">It cannot be opened, or is no file any more.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static FileInFolder Open(FolderNode node, int tries = 0)
    {
        var file = FileDoor.Kept(node.Place);
        return new FileInFolder(node, file, NodeFacts.Of(file) ?? node.Facts) { Tries = tries };
    }

    /// <summary>Reads on.</summary>
    /// <returns>How many bytes; 0 at the end, or where it has become shorter.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public int ReadOn(Span<byte> buffer)
    {
        if (_stretch == _stretches.Count)
            return 0;
        var (offset, length) = _stretches[_stretch];
        var count = RandomAccess.Read(_file, buffer[..(int)Math.Min(buffer.Length, length - _read)], offset + _read);
        (_read, Read) = (_read + count, Read + count);
        if (_read == length)
            (_stretch, _read) = (_stretch + 1, 0);
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
