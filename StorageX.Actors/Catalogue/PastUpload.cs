namespace StorageX.Catalogue;

/// <summary>A file that was uploaded from here.</summary>
/// <param name="Id">Its number, never given twice.</param>
/// <param name="Name">The name it was uploaded under, as it was: whoever prints it escapes it.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Backend">The backend that holds it.</param>
/// <param name="Key">What opens it. Whoever has it has the file.</param>
/// <param name="Format">The format it is stored in, 1 or 2.</param>
/// <param name="Pieces">How many pieces it has.</param>
/// <param name="FinishedAt">When its upload ended, to the millisecond.</param>
public sealed record PastUpload(long Id, string Name, long Size, string Backend, string Key, int Format, int Pieces, DateTimeOffset FinishedAt)
{
    /// <summary>How it was when it was last looked at; null where nobody has looked.</summary>
    public PastHealth? Health { get; init; }

    /// <summary>Under which number the catalogue has the images that it names; null where it was not asked, or does not know them.</summary>
    internal long? Run { get; init; }
}
