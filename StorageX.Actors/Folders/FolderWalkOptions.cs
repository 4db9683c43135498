namespace StorageX.Folders;

/// <summary>What a walk over a folder leaves out.</summary>
/// <param name="IsExcluded">Whether a path below the folder, of a folder or not, is left out; what is below a folder that is goes with it.</param>
internal sealed record FolderWalkOptions(Func<string, bool, bool> IsExcluded)
{
    /// <summary>Whether what is in folders of caches (with a CACHEDIR.TAG, as https://bford.info/cachedir/ says) is left out, but for the tag.</summary>
    public bool ExcludeCaches { get; init; }

    /// <summary>Whether what is on other file systems is left out, but for the folders that they are in.</summary>
    public bool OneFileSystem { get; init; }
}
