using StorageX.Errors;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Terminals;

/// <summary>How a command ended without its result: what its caller gets, and what its user reads.</summary>
/// <param name="ExitCode">One of <see cref="Terminals.ExitCode"/>.</param>
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
        OperationCanceledException when interrupted => Of(new(ErrorWords.Interrupted, "interrupted")),
        UsageException or DaemonException { IsUsage: true } => Usage(exception.Message),
        DaemonException => Of(new(ErrorWords.Failed, exception.Message)),
        _ => Of(JobError.Of(exception), isBug: JobError.Foreseen(exception) is null),
    };

    /// <summary>The command line, the key or the configuration cannot be right.</summary>
    public static Failure Usage(string message) => Of(new(ErrorWords.Usage, message));

    private static Failure Of(JobError error, bool isBug = false) => new(CodeOf(error.Kind), error.Kind, error.Message, isBug);

    private static int CodeOf(string kind) => kind switch
    {
        ErrorWords.Usage => Terminals.ExitCode.WrongUsage,
        ErrorWords.Lost => Terminals.ExitCode.Lost,
        ErrorWords.Corrupt => Terminals.ExitCode.Corrupt,
        ErrorWords.Refused => Terminals.ExitCode.Refused,
        ErrorWords.Interrupted => Terminals.ExitCode.Interrupted,
        _ => Terminals.ExitCode.Failed,
    };
}
