using StorageX.Errors;
namespace StorageX.Host.Contract;

/// <summary>Why a job failed.</summary>
/// <param name="Kind">failed, usage, lost, corrupt or refused, as in the program's <c>--json</c>.</param>
/// <param name="Message">One line: what, where, what to do.</param>
internal sealed record JobError(string Kind, string Message)
{
    /// <summary>The error that an exception stands for; what nobody foresaw is told by its type.</summary>
    public static JobError Of(Exception exception) =>
        Foreseen(exception) ?? new(ErrorWords.Failed, $"unexpected error: {exception.GetType().Name}: {exception.Message}");

    /// <summary>The error that an exception stands for; null for one that nobody foresaw.</summary>
    public static JobError? Foreseen(Exception exception) => exception switch
    {
        TransferException transfer => new(ErrorWords.Of(transfer.Kind), transfer.Message),
        SettingsException => new(ErrorWords.Usage, exception.Message),
        IOException or UnauthorizedAccessException => new(ErrorWords.Failed, SystemWords.Of(exception)),
        _ => null,
    };
}
