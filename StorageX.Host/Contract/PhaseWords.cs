namespace StorageX.Host.Contract;

/// <summary>The words for what a transfer is doing, in a job's progress and in <c>--json</c>.</summary>
internal static class PhaseWords
{
    private static readonly (TransferPhase Phase, string Word)[] Words =
    [
        (TransferPhase.ReadingManifest, "reading_manifest"),
        (TransferPhase.Pieces, "pieces"),
        (TransferPhase.Finishing, "finishing"),
        (TransferPhase.Deleting, "deleting"),
        (TransferPhase.Done, "done"),
    ];

    /// <summary>The word for a phase.</summary>
    public static string Of(TransferPhase phase) => Words.Single(known => known.Phase == phase).Word;

    /// <summary>The phase that a word stands for; done for one that is not known.</summary>
    public static TransferPhase PhaseOf(string word) => Words.FirstOrDefault(known => known.Word == word, Words[^1]).Phase;
}
