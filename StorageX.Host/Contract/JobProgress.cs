namespace StorageX.Host.Contract;

/// <summary>How far a job is.</summary>
/// <param name="Phase">reading_manifest, pieces, finishing, deleting or done, as in the program's <c>--json</c>.</param>
/// <param name="Bytes">Bytes that are safely stored or written.</param>
/// <param name="TotalBytes">The file's size in bytes, where it is known.</param>
/// <param name="Pieces">Pieces that are safely stored or written.</param>
/// <param name="TotalPieces">How many pieces there are, where it is known.</param>
/// <param name="Skipped">Of the pieces, those that were there already.</param>
/// <param name="Retries">How many requests were repeated in this run.</param>
/// <param name="BytesPerSecond">How fast it goes; null while unknown.</param>
/// <param name="SecondsLeft">How long it will take; null while unknown.</param>
/// <param name="Note">What last went wrong and is being tried again.</param>
/// <param name="Resent">Of the pieces, those that were stored before, were found lost or altered, and were sent again.</param>
internal sealed record JobProgress(
    string Phase, long Bytes, long? TotalBytes, int Pieces, int? TotalPieces, int Skipped, int Retries, long? BytesPerSecond, long? SecondsLeft, string? Note, int Resent = 0)
{
    /// <summary>A transfer's progress as a job's.</summary>
    public static JobProgress Of(ProgressSnapshot now) => new(
        PhaseWords.Of(now.Progress.Phase), now.Progress.Bytes, now.Progress.TotalBytes, now.Progress.Pieces, now.Progress.TotalPieces, now.Progress.Skipped, now.Progress.Retries,
        (long?)now.BytesPerSecond, now.TimeLeft is { } left ? (long)Math.Ceiling(left.TotalSeconds) : null, now.Progress.Note, now.Progress.Resent);

    /// <summary>The same as a transfer's.</summary>
    public TransferProgress AsTransfer() => new(PhaseWords.PhaseOf(Phase), Bytes, TotalBytes, Pieces, TotalPieces, Retries, Note, Skipped) { Resent = Resent };
}

/// <summary>Something that went wrong and was tried again.</summary>
/// <param name="At">When.</param>
/// <param name="Message">One line, which names the piece.</param>
internal sealed record JobTrouble(DateTimeOffset At, string Message);
