namespace Akka.Event;

/// <summary>The first message to a logger; it answers <see cref="LoggerInitialized"/>.</summary>
public class InitializeLogger
{
    internal InitializeLogger(EventStream bus) => Bus = bus;

    /// <summary>What to listen to.</summary>
    internal EventStream Bus { get; }
}

/// <summary>A logger is ready.</summary>
public class LoggerInitialized : IDeadLetterSuppression;

/// <summary>The logger of systems that name no other: prints to the standard output.</summary>
internal class DefaultLogger : ActorBase
{
    protected internal override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent log:
                StandardOutLogger.Print(log);
                return true;
            default:
                return false;
        }
    }
}

/// <summary>Prints while loggers are not up yet or not any more.</summary>
internal sealed class StandardOutLogger(ActorSystem system) : ActorRefBase, IInternalActorRef
{
    public override ActorPath Path { get; } = system.RootPath / "StandardOutLogger";

    public ActorSystem System => system;

    internal static void Print(object log) => Console.Out.WriteLine(log.ToString());

    private protected override void TellInternal(object message, IActorRef? sender) => Print(message);
}
