namespace StorageX.Host.Contract;

/// <summary>How far a transfer is at one moment.</summary>
/// <param name="Progress">What the engine reported last.</param>
/// <param name="BytesPerSecond">How fast it goes; null while unknown.</param>
/// <param name="TimeLeft">How long it will take; null while unknown.</param>
internal readonly record struct ProgressSnapshot(TransferProgress Progress, double? BytesPerSecond, TimeSpan? TimeLeft);
