namespace StorageX.Manifests.Folders;

/// <summary>A tree that is not as FORMAT.md, section 12, says.</summary>
/// <param name="about">The field or rule that is broken.</param>
/// <param name="message">What is wrong, on one line.</param>
internal sealed class FolderTreeException(string about, string message) : Exception(message)
{
    /// <summary>The field or rule that is broken: <c>path</c>, <c>order</c>, <c>parent</c>, <c>JSON</c>, <c>end</c> and so on.</summary>
    public string About => about;

    /// <summary>Refuses the tree unless something holds.</summary>
    public static void Require(bool holds, string about, string message)
    {
        if (!holds)
            throw new FolderTreeException(about, message);
    }
}
