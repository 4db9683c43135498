namespace Akka.Actor;

/// <summary>An actor with one handler for all messages.</summary>
public abstract class UntypedActor : ActorBase
{
    /// <summary>What the actor knows and can do.</summary>
    protected static new IUntypedActorContext Context => ActorCell.CurrentOrThrow;

    protected sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    /// <summary>Handles every message; call <see cref="ActorBase.Unhandled"/> for the others.</summary>
    protected abstract void OnReceive(object message);

    /// <summary>Runs an asynchronous block and holds the mailbox until it has ended.</summary>
    protected void RunTask(Func<Task> action) => ActorTaskScheduler.RunTask(action);

    /// <summary>Replaces the handler.</summary>
    protected void Become(UntypedReceive receive) => Context.Become(receive);

    /// <summary>Puts a handler over the present one.</summary>
    protected void BecomeStacked(UntypedReceive receive) => Context.BecomeStacked(receive);
}
