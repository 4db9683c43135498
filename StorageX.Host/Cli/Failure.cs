using StorageX.Containers;
using StorageX.Host.Cli.Jobs;

namespace StorageX.Host.Cli;

/// <summary>How a command ended without its result: what its caller gets, and what its user reads.</summary>
/// <param name="ExitCode">One of <see cref="Cli.ExitCode"/>.</param>
/// <param name="Kind">The word that <c>--json</c> gives for it.</param>
/// <param name="Message">One line: what, where, what to do.</param>
/// <param name="IsBug">Whether nobody foresaw it, so that its details help whoever mends it.</param>
internal sealed record Failure(int ExitCode, string Kind, string Message, bool IsBug = false)
{
    /// <summary>One line: what, where, what to do; no secrets.</summary>
    public string Message { get; } = SecretText.Cut(Message);

    /// <summary>The failure that <paramref name="exception"/> stands for.</summary>
    /// <param name="exception">What a command threw.</param>
    /// <param name="interrupted">Whether the user asked to end; only then is a cancellation an interruption.</param>
    public static Failure From(Exception exception, bool interrupted = false) => exception switch
    {
        OperationCanceledException when interrupted => new(Cli.ExitCode.Interrupted, "interrupted", "interrupted"),
        TransferException transfer => Of(transfer.Kind, transfer.Message),
        UsageException or SettingsException or DaemonException { IsUsage: true } => Usage(exception.Message),
        DaemonException => Of(TransferErrorKind.Failed, exception.Message),
        IOException or UnauthorizedAccessException => Of(TransferErrorKind.Failed, exception.Message),
        _ => new(Cli.ExitCode.Failed, "failed", $"unexpected error: {exception.GetType().Name}: {exception.Message}", IsBug: true),
    };

    /// <summary>The command line, the key or the configuration cannot be right.</summary>
    public static Failure Usage(string message) => new(Cli.ExitCode.WrongUsage, "usage", message);

    private static Failure Of(TransferErrorKind kind, string message) => kind switch
    {
        TransferErrorKind.InvalidKey => Usage(message),
        TransferErrorKind.Lost => new(Cli.ExitCode.Lost, "lost", message),
        TransferErrorKind.Corrupt => new(Cli.ExitCode.Corrupt, "corrupt", message),
        TransferErrorKind.Refused => new(Cli.ExitCode.Refused, "refused", message),
        _ => new(Cli.ExitCode.Failed, "failed", message),
    };
}
