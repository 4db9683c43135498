using static StorageX.Manifests.Folders.FolderTreeException;

namespace StorageX.Manifests.Folders;

/// <summary>What must hold between the entries of a tree, looked at one by one; memory is that of one path.</summary>
internal sealed class FolderOrder
{
    private FolderEntry? _before;

    /// <summary>How many entries have come, the folder itself among them.</summary>
    public long Count { get; private set; }

    /// <summary>How many bytes of the stream the files so far have, and skip.</summary>
    public long Stored { get; private set; }

    /// <summary>Takes the next entry.</summary>
    /// <returns>The entry, with the place of its content.</returns>
    /// <exception cref="FolderTreeException">It does not follow those before.</exception>
    public FolderEntry Next(FolderEntry entry)
    {
        if (_before is null)
            Require(entry is { Path: "", Kind: FolderEntryKind.Folder }, entry.Path.Length == 0 ? "type" : "path", "the first entry is not the folder itself");
        else
            RequireFollows(_before, entry);
        _before = entry;
        Count++;
        var offset = Stored + entry.Skip;
        Stored = checked(offset + entry.Stored);
        return entry with { Offset = offset };
    }

    private static void RequireFollows(FolderEntry before, FolderEntry entry)
    {
        var (old, path) = (before.Path, entry.Path);
        Require(path.Length > 0, "path", "the folder itself stands in it again");
        // Names that both have.
        var begin = 0;
        while (old.Length > begin)
        {
            var (oldEnd, end) = (PathOrder.EndOfName(old, begin), PathOrder.EndOfName(path, begin));
            var compared = PathOrder.CompareNames(path.AsSpan(begin..end), old.AsSpan(begin..oldEnd));
            Require(compared >= 0, "order", "it should stand before the entry that it follows");
            var isLast = end == path.Length;
            if (compared > 0)
            {
                Require(isLast, "parent", "the folder that it is in was not listed");
                return;
            }

            Require(!isLast, "order", oldEnd == old.Length ? "it stands twice" : "it should stand before the entry that it follows");
            begin = end + 1;
            if (oldEnd == old.Length)
                break;
        }

        Require(before.Kind == FolderEntryKind.Folder, "parent", $"it is below a {(before.Kind == FolderEntryKind.Link ? "link" : "file")}");
        Require(path.IndexOf('/', begin) < 0, "parent", "the folder that it is in was not listed");
    }
}
