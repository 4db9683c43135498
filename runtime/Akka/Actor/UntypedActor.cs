namespace Akka.Actor;

/// <summary>An actor with one handler for all messages.</summary>
public abstract class UntypedActor : ActorBase
{
    protected internal sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    /// <summary>Handles every message; call <see cref="ActorBase.Unhandled"/> for the others.</summary>
    protected abstract void OnReceive(object message);

    /// <summary>Runs an asynchronous block and holds the mailbox until it has ended.</summary>
    protected void RunTask(Func<Task> action) => ActorTaskScheduler.RunTask(action);

    /// <summary>Replaces the handler.</summary>
    protected void Become(UntypedReceive receive) => ActorCell.CurrentOrThrow.Become(message =>
    {
        receive(message);
        return true;
    });
}
