using StorageX.Manifests.Folders;

namespace StorageX.Folders;

/// <summary>How much of a folder there is so far.</summary>
/// <param name="Files">Files.</param>
/// <param name="Folders">Folders, the outermost among them.</param>
/// <param name="Links">Links.</param>
/// <param name="Bytes">The sizes of the files together.</param>
/// <param name="Last">The path of the last entry.</param>
internal sealed record FolderCounts(long Files = 0, long Folders = 0, long Links = 0, long Bytes = 0, string Last = "")
{
    /// <summary>The same with one more.</summary>
    public FolderCounts With(FolderEntry entry) => this with
    {
        Files = Files + (entry.Kind == FolderEntryKind.File ? 1 : 0),
        Folders = Folders + (entry.Kind == FolderEntryKind.Folder ? 1 : 0),
        Links = Links + (entry.Kind == FolderEntryKind.Link ? 1 : 0),
        Bytes = Bytes + entry.Size,
        Last = entry.Path,
    };
}
