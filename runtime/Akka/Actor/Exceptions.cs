namespace Akka.Actor;

/// <summary>The base of what the runtime throws.</summary>
public abstract class AkkaException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>A name that no actor can have, or that another child has already.</summary>
public class InvalidActorNameException(string message) : AkkaException(message);

/// <summary>A message that cannot be sent, such as null.</summary>
public class InvalidMessageException(string message) : AkkaException(message);

/// <summary>An actor could not be built or could not start. By default its supervisor stops it.</summary>
public class ActorInitializationException : AkkaException
{
    /// <summary>Describes a failed start.</summary>
    public ActorInitializationException(string message)
        : base(message)
    {
    }

    /// <summary>Describes a failed start of a known actor.</summary>
    public ActorInitializationException(IActorRef actor, string message, Exception? cause = null)
        : base(message, cause) => Actor = actor;

    /// <summary>The actor that could not start.</summary>
    public IActorRef Actor { get; set; } = ActorRefs.NoSender;

    public override string ToString() => Actor is null ? base.ToString() : $"{Actor}: {base.ToString()}";
}

/// <summary>An actor failed in <c>PreRestart</c>; the restart goes on.</summary>
public class PreRestartException : ActorInitializationException
{
    /// <summary>Describes the failure.</summary>
    public PreRestartException(IActorRef actor, Exception restartException, Exception cause, object? optionalMessage)
        : base(actor, $"Exception pre restart ({restartException.GetType()})", cause)
    {
        RestartException = restartException;
        OptionalMessage = optionalMessage!;
    }

    /// <summary>What <c>PreRestart</c> threw.</summary>
    public Exception RestartException { get; }

    /// <summary>The message the actor had failed on.</summary>
    public object OptionalMessage { get; }
}

/// <summary>The new instance of a restarted actor could not be built or failed in <c>PostRestart</c>.</summary>
public class PostRestartException : ActorInitializationException
{
    /// <summary>Describes the failure.</summary>
    public PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
        : base(actor, $"Exception post restart ({originalCause.GetType()})", cause) => OriginalCause = originalCause;

    /// <summary>What the restart was for.</summary>
    public Exception OriginalCause { get; }
}

/// <summary>An actor got <see cref="Kill"/>.</summary>
public class ActorKilledException(string message) : AkkaException(message);

/// <summary>No actor was found where one was looked for.</summary>
public class ActorNotFoundException(string message, Exception? innerException = null) : AkkaException(message, innerException);

/// <summary>An Ask had no answer in time.</summary>
public class AskTimeoutException(string message) : AkkaException(message);

/// <summary>An actor did not handle the end of one it watches.</summary>
public class DeathPactException : AkkaException
{
    /// <summary>Names the actor that is gone.</summary>
    public DeathPactException(IActorRef deadActor)
        : base($"Monitored actor [{deadActor}] terminated") => DeadActor = deadActor;

    /// <summary>The actor that is gone.</summary>
    public IActorRef DeadActor { get; }
}

/// <summary>An actor did what its state does not allow.</summary>
public class IllegalActorStateException(string message) : AkkaException(message);

/// <summary>The stash is full.</summary>
public class StashOverflowException(string message, Exception? cause = null) : AkkaException(message, cause);

/// <summary>A logger did not start.</summary>
public class LoggerInitializationException(string message, Exception? cause = null) : AkkaException(message, cause);

/// <summary>The scheduler cannot take a task, because it has been shut down.</summary>
public sealed class SchedulerException(string message) : AkkaException(message);
