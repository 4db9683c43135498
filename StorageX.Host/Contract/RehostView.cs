namespace StorageX.Host.Contract;

/// <summary>What a repair, a copy or a move did.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Size">The file's size in bytes.</param>
/// <param name="Pieces">How many pieces it has.</param>
/// <param name="WasWhole">Whether a repair found every image, and changed nothing.</param>
/// <param name="NewKey">Whether the key is another than the one that was given.</param>
/// <param name="OldKeyWorks">Whether the key that was given leads to what was stored now, for everyone who has it.</param>
/// <param name="Sent">How many images of pieces were sent.</param>
/// <param name="Kept">How many pieces stay as they were stored.</param>
/// <param name="Restored">How many pieces no host could give, and which were restored.</param>
/// <param name="Doubt">What could not be checked, in one line; null where all was compared.</param>
/// <param name="PassedOver">The hosts that others stood in for, each with the reason.</param>
internal sealed record RehostView(
    string Name, long Size, int Pieces, bool WasWhole, bool NewKey, bool OldKeyWorks, int Sent, int Kept, int Restored, string? Doubt, IReadOnlyList<string> PassedOver)
{
    /// <summary>A result as it is told; what a move deleted is told for itself.</summary>
    public static RehostView Of(RehostResult result) => new(
        result.Manifest.FileName, result.Manifest.Size, result.Manifest.PieceCount, result.WasWhole, result.IsNewKey, result.OldKeyWorks, result.Sent, result.Kept, result.Restored, result.Doubt, result.PassedOver);

    /// <summary>The same in short.</summary>
    public RehostSummary Summary() => new(WasWhole, NewKey, OldKeyWorks, Sent, Kept, Restored);
}

/// <summary>What a repair, a copy or a move did, in short.</summary>
/// <param name="WasWhole">Whether a repair found every image, and changed nothing.</param>
/// <param name="NewKey">Whether the key is another than the one that was given.</param>
/// <param name="OldKeyWorks">Whether the key that was given leads to what was stored now, for everyone who has it.</param>
/// <param name="Sent">How many images of pieces were sent.</param>
/// <param name="Kept">How many pieces stay as they were stored.</param>
/// <param name="Restored">How many pieces no host could give, and which were restored.</param>
internal sealed record RehostSummary(bool WasWhole, bool NewKey, bool OldKeyWorks, int Sent, int Kept, int Restored);
