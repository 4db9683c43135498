namespace Akka.Actor;

/// <summary>The base of what the runtime throws.</summary>
public abstract class AkkaException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>A name that no actor can have, or that another child has already.</summary>
public class InvalidActorNameException(string message) : AkkaException(message);

/// <summary>A message that cannot be sent, such as null.</summary>
internal sealed class InvalidMessageException(string message) : AkkaException(message);

/// <summary>An actor could not be built or could not start. By default its supervisor stops it.</summary>
public class ActorInitializationException : AkkaException
{
    private readonly IActorRef? _actor;

    /// <summary>Describes a failed start.</summary>
    public ActorInitializationException(string message)
        : base(message)
    {
    }

    internal ActorInitializationException(IActorRef actor, string message, Exception? cause)
        : base(message, cause) => _actor = actor;

    public override string ToString() => _actor is null ? base.ToString() : $"{_actor}: {base.ToString()}";
}

/// <summary>An actor failed in <c>PreRestart</c>; the restart goes on.</summary>
public class PreRestartException : ActorInitializationException
{
    internal PreRestartException(IActorRef actor, Exception restartException, Exception cause)
        : base(actor, $"Exception pre restart ({restartException.GetType()})", cause)
    {
    }
}

/// <summary>The new instance of a restarted actor could not be built or failed in <c>PostRestart</c>.</summary>
public class PostRestartException : ActorInitializationException
{
    internal PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
        : base(actor, $"Exception post restart ({originalCause.GetType()})", cause)
    {
    }
}

/// <summary>An actor got <see cref="Kill"/>.</summary>
public class ActorKilledException(string message) : AkkaException(message);

/// <summary>No actor was found where one was looked for.</summary>
public class ActorNotFoundException(string message, Exception? innerException = null) : AkkaException(message, innerException);

/// <summary>An Ask had no answer in time.</summary>
public class AskTimeoutException(string message) : AkkaException(message);

/// <summary>An actor did not handle the end of one it watches.</summary>
public class DeathPactException(IActorRef deadActor) : AkkaException($"Monitored actor [{deadActor}] terminated");

/// <summary>An actor did what its state does not allow.</summary>
public class IllegalActorStateException(string message) : AkkaException(message);

/// <summary>The stash is full.</summary>
public class StashOverflowException(string message, Exception? cause = null) : AkkaException(message, cause);

/// <summary>A logger did not start.</summary>
internal sealed class LoggerInitializationException(string message, Exception cause) : AkkaException(message, cause);

/// <summary>The scheduler cannot take a task, because it has been shut down.</summary>
internal sealed class SchedulerException(string message) : AkkaException(message);
