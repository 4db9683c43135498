namespace Akka.Actor;

/// <summary>Handles one message; false leaves it unhandled.</summary>
internal delegate bool Receive(object message);

/// <summary>Handles every message.</summary>
public delegate void UntypedReceive(object message);

/// <summary>Creates and finds actors.</summary>
public interface IActorRefFactory
{
    /// <summary>Creates an actor. Its constructor runs later, on its own turn.</summary>
    /// <param name="props">How to build it.</param>
    /// <param name="name">Its name among its siblings; null picks one.</param>
    /// <exception cref="InvalidActorNameException">The name is taken, empty or has characters that names may not have.</exception>
    /// <exception cref="InvalidOperationException">The parent is stopping.</exception>
    IActorRef ActorOf(Props props, string? name = null);

    /// <summary>Stands for whatever actors match a path when a message is sent.</summary>
    /// <param name="actorPath">Complete, absolute (<c>/user/x</c>) or relative; <c>..</c>, <c>*</c> and <c>?</c> are understood.</param>
    ActorSelection ActorSelection(string actorPath);
}

/// <summary>Follows the lives of other actors.</summary>
public interface ICanWatch
{
    /// <summary>Asks for one <see cref="Terminated"/> when the subject has stopped, or at once if it has stopped already.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Asks for a message of one's own when the subject has stopped. It changes nothing for a subject that is watched already.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Stops watching; a notice that is under way is dropped.</summary>
    IActorRef Unwatch(IActorRef subject);
}

/// <summary>What an actor knows and can do while it handles a message. Not for use from other threads.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    /// <summary>The actor.</summary>
    IActorRef Self { get; }

    /// <summary>Who sent the message at hand; the dead letters when nobody did.</summary>
    IActorRef Sender { get; }

    /// <summary>The system.</summary>
    ActorSystem System { get; }

    /// <summary>The supervisor.</summary>
    IActorRef Parent { get; }

    /// <summary>The receive timeout, if one is set.</summary>
    TimeSpan? ReceiveTimeout { get; }

    /// <summary>Finds a child.</summary>
    IActorRef Child(string name);

    /// <summary>The children, those that are stopping included.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>Stops a child, or the actor itself, after the message at hand.</summary>
    void Stop(IActorRef child);
}
