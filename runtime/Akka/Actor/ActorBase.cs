namespace Akka.Actor;

/// <summary>
/// Something that handles messages one at a time and owns its state alone. Everything here is for the actor's own use, on
/// its own turn.
/// </summary>
public abstract class ActorBase
{
    /// <summary>Ties the instance to the cell that is building it.</summary>
    /// <exception cref="ActorInitializationException">The instance was not built through <c>ActorOf</c>.</exception>
    protected ActorBase()
    {
        Cell = ActorCell.Current ?? throw new ActorInitializationException(
            $"You cannot create an instance of [{GetType().FullName}] explicitly using the constructor (new). "
            + "Use ActorOf with Props to create a new actor.");
        Cell.StartBehavior(this);
    }

    /// <summary>What the actor knows and can do.</summary>
    /// <exception cref="NotSupportedException">The caller is not inside an actor, for instance in a task's continuation.</exception>
    protected static IActorContext Context => ActorCell.CurrentOrThrow;

    /// <summary>Who sent the message at hand; the dead letters when nobody did.</summary>
    protected IActorRef Sender => Context.Sender;

    /// <summary>This actor.</summary>
    protected IActorRef Self => Cell.Self;

    internal ActorCell Cell { get; }

    /// <summary>Called by the cell once the constructor has returned.</summary>
    internal virtual void OnConstructed()
    {
    }

    internal virtual Receive InitialReceive => Receive;

    /// <summary>The first handler.</summary>
    protected internal abstract bool Receive(object message);

    /// <summary>Called for what no handler took. Publishes it, and fails on an unhandled <see cref="Terminated"/>.</summary>
    /// <exception cref="DeathPactException">The message was a <see cref="Terminated"/>.</exception>
    protected internal virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
            throw new DeathPactException(terminated.ActorRef);

        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    /// <summary>Goes back to the handler below.</summary>
    protected void UnbecomeStacked() => ActorCell.CurrentOrThrow.UnbecomeStacked();

    /// <summary>Asks for <see cref="ReceiveTimeout"/> after a time without messages.</summary>
    /// <param name="timeout">The time; null ends it.</param>
    protected void SetReceiveTimeout(TimeSpan? timeout) => ActorCell.CurrentOrThrow.SetReceiveTimeout(timeout);

    /// <summary>Called before the first message, and by default after each restart.</summary>
    protected internal virtual void PreStart()
    {
    }

    /// <summary>Called on the instance that failed; by default stops all children and calls <see cref="PostStop"/>.</summary>
    protected internal virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>Called on the instance that takes over; by default calls <see cref="PreStart"/>.</summary>
    protected internal virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>Called once the actor has stopped, and by default before each restart.</summary>
    protected internal virtual void PostStop()
    {
    }

    /// <summary>What to do about children that fail.</summary>
    protected internal virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;
}
