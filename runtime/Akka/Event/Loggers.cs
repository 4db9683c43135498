namespace Akka.Event;

/// <summary>The first message to a logger; it answers <see cref="LoggerInitialized"/>.</summary>
public class InitializeLogger(LoggingBus loggingBus)
{
    /// <summary>What to listen to.</summary>
    public LoggingBus LoggingBus { get; } = loggingBus;
}

/// <summary>A logger is ready.</summary>
public class LoggerInitialized : IDeadLetterSuppression;

/// <summary>The logger of systems that name no other: prints to the standard output.</summary>
public class DefaultLogger : ActorBase
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent log:
                Print(log);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Prints one event.</summary>
    protected virtual void Print(LogEvent logEvent) => StandardOut.Print(logEvent);
}

/// <summary>Prints while loggers are not up yet or not any more.</summary>
internal sealed class StandardOutLogger(ActorSystemImpl system) : MinimalActorRef, IInternalActorRef
{
    public override ActorPath Path { get; } = system.RootPath / "StandardOutLogger";

    public ActorSystemImpl System => system;

    private protected override void TellInternal(object message, IActorRef? sender)
    {
        if (message is LogEvent log)
            StandardOut.Print(log);
    }
}

internal static class StandardOut
{
    internal static void Print(LogEvent log) => Console.Out.WriteLine(log.ToString());
}
