using StorageX.Errors;

namespace StorageX;

/// <summary>Why a transfer ended without its result; the program's exit codes follow from it.</summary>
public enum TransferErrorKind
{
    /// <summary>Something here failed: a file, a disk, a setting, a bug.</summary>
    Failed,

    /// <summary>The key cannot be one: it is empty, malformed, or of no configured backend.</summary>
    InvalidKey,

    /// <summary>The host no longer has the image, or never had it.</summary>
    Lost,

    /// <summary>The bytes that came back are not what they should be.</summary>
    Corrupt,

    /// <summary>The host refused, or could not be reached within all tries.</summary>
    Refused,

    /// <summary>The key leads to a folder, where a file was wanted.</summary>
    IsFolder,
}

/// <summary>A transfer that ended without its result. The message is one line: what, where, and what to do.</summary>
/// <param name="kind">What kind of end it is.</param>
/// <param name="message">One line for a person.</param>
/// <param name="inner">The exception under it, if any.</param>
public sealed class TransferException(TransferErrorKind kind, string message, Exception? inner = null)
    : Exception(SecretText.Cut(message), inner)
{
    /// <summary>What kind of end it is.</summary>
    public TransferErrorKind Kind { get; } = kind;
}
