namespace StorageX.Specs.Deletion;

/// <summary>Does something when a transfer has so many pieces.</summary>
/// <param name="pieces">How many.</param>
/// <param name="act">What.</param>
internal sealed class Until(int pieces, Action act) : IProgress<TransferProgress>
{
    public void Report(TransferProgress value)
    {
        if (value.Pieces >= pieces)
            act();
    }
}
