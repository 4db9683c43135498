namespace StorageX.Host.Contract;

/// <summary>The words for how work ended without its result, in a job's error and in <c>--json</c>.</summary>
internal static class ErrorWords
{
    /// <summary>Something here failed: a file, a disk, a bug.</summary>
    public const string Failed = "failed";

    /// <summary>The command line, the key or the configuration cannot be right.</summary>
    public const string Usage = "usage";

    /// <summary>The host no longer has a piece, or what the key leads to.</summary>
    public const string Lost = "lost";

    /// <summary>The bytes are not what they should be.</summary>
    public const string Corrupt = "corrupt";

    /// <summary>The host refused, or could not be reached.</summary>
    public const string Refused = "refused";

    /// <summary>The key leads to a folder, where a file was wanted.</summary>
    public const string Folder = "folder";

    /// <summary>The user asked to end.</summary>
    public const string Interrupted = "interrupted";

    private static readonly (TransferErrorKind Kind, string Word)[] Words =
    [
        (TransferErrorKind.Failed, Failed),
        (TransferErrorKind.InvalidKey, Usage),
        (TransferErrorKind.Lost, Lost),
        (TransferErrorKind.Corrupt, Corrupt),
        (TransferErrorKind.Refused, Refused),
        (TransferErrorKind.IsFolder, Folder),
    ];

    /// <summary>The word for a transfer's error.</summary>
    public static string Of(TransferErrorKind kind) => Words.Single(known => known.Kind == kind).Word;

    /// <summary>The error that a word stands for; failed for one that is not known.</summary>
    public static TransferErrorKind KindOf(string word) => Words.FirstOrDefault(known => known.Word == word, Words[0]).Kind;
}
