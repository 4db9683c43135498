namespace Akka.Actor;

internal partial class ActorCell
{
    private List<SystemMessage>? _heldBack;

    /// <summary>What holds system messages back; higher holds back more.</summary>
    private enum Hold
    {
        Nothing,
        Suspended,
        WaitingForChildren,
    }

    private Hold CurrentHold => _waitsFor is Waiting.ToRecreate or Waiting.ToCreate ? Hold.WaitingForChildren
        : Mailbox.IsSuspended ? Hold.Suspended : Hold.Nothing;

    /// <summary>Handles one system message, or keeps it for later.</summary>
    internal void SystemInvoke(SystemMessage message)
    {
        var hold = CurrentHold;
        if ((hold == Hold.WaitingForChildren && message is (Recreate or Suspend or Resume or Failed)) || (hold == Hold.Suspended && message is Failed))
        {
            (_heldBack ??= []).Add(message);
            return;
        }

        try
        {
            Apply(message);
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause, (message as Failed)?.Child);
        }

        if (_heldBack is { Count: > 0 } held && CurrentHold < hold)
        {
            _heldBack = null;
            foreach (var later in held)
            {
                if (IsTerminated)
                    SystemInvokeWhenClosed(later);
                else
                    SystemInvoke(later);
            }
        }
    }

    /// <summary>Answers what still reaches an actor that has stopped.</summary>
    internal static void SystemInvokeWhenClosed(SystemMessage message)
    {
        switch (message)
        {
            case Watch watch:
                watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, ExistenceConfirmed: false));
                break;
            case ActorTask task:
                task.Run();
                break;
        }
    }

    private void Apply(SystemMessage message)
    {
        switch (message)
        {
            case ActorTask task:
                task.Run();
                break;
            case Failed failed:
                HandleFailed(failed);
                break;
            case DeathWatchNotification notification:
                WatchedActorTerminated(notification);
                break;
            case Create:
                CreateActor();
                break;
            case Watch watch:
                AddWatcher(watch);
                break;
            case Unwatch unwatch:
                RemoveWatcher(unwatch);
                break;
            case Recreate recreate:
                FaultRecreate(recreate.Cause);
                break;
            case Suspend:
                SuspendSelfAndChildren();
                break;
            case Resume resume:
                FaultResume(resume.CausedByFailure);
                break;
            case Terminate:
                TerminateActor();
                break;
        }
    }
}
