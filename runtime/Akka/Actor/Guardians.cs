namespace Akka.Actor;

/// <summary>Asks a guardian to stop a child.</summary>
internal sealed record StopChild(IActorRef Child);

/// <summary>Ties the end of one guardian to that of another.</summary>
internal sealed record WatchGuardian(IActorRef Guardian);

/// <summary>What guardians share: nobody talks to them, and one that they watch takes them with it.</summary>
internal abstract class Guardian : ActorBase
{
    protected internal override bool Receive(object message)
    {
        switch (message)
        {
            case StopChild stop:
                Context.Stop(stop.Child);
                break;
            case WatchGuardian watch:
                Context.Watch(watch.Guardian);
                break;
            case Terminated:
                OnOtherEnded();
                Context.Stop(Self);
                break;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                break;
        }

        return true;
    }

    protected internal override void PreRestart(Exception reason, object message)
    {
    }

    protected virtual void OnOtherEnded()
    {
    }
}

/// <summary>The top. It ends with <c>/system</c>.</summary>
internal sealed class RootGuardian : Guardian
{
    protected internal override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(cause =>
    {
        Context.System.Log.Error(cause, "guardian failed, shutting down system");
        return Directive.Stop;
    });
}

/// <summary>Supervises what serves the other actors. It ends with <c>/user</c>.</summary>
internal sealed class SystemGuardian : Guardian
{
    protected override void OnOtherEnded() => Context.System.Loggers.Stop();
}

/// <summary>Supervises the program's own actors.</summary>
internal sealed class UserGuardian(SupervisorStrategy strategy) : Guardian
{
    protected internal override SupervisorStrategy SupervisorStrategy() => strategy;
}

/// <summary>Stands above the root, and ends the system with it.</summary>
internal sealed class RootSupervisor(ActorSystem system) : ActorRefBase, IInternalActorRef
{
    public override ActorPath Path { get; } = new ActorPath(new Address("akka", system.Name)) / "bubble-walker";

    public ActorSystem System => system;

    public void SendSystemMessage(SystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                system.Log.Error(failed.Cause, "the root guardian failed");
                failed.Child.Stop();
                break;
            case DeathWatchNotification:
                system.OnTerminated();
                break;
        }
    }
}
