using System.Reflection;

namespace Akka.Actor;

internal partial class ActorCell
{
    private Stash? _stash;
    private TimerScheduler? _timers;

    /// <summary>Builds an instance and gives it what its interfaces ask for.</summary>
    protected virtual ActorBase NewActor()
    {
        _behaviors.Clear();
        ActorBase actor;
        try
        {
            actor = Props.NewActor();
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException != null)
        {
            throw wrapped.InnerException;
        }

        actor.OnConstructed();
        _strategy = null;
        if (actor is IActorStash stashing)
            stashing.Stash = _stash = new Stash(this, actor is IWithBoundedStash ? System.Mailboxes.StashCapacity(Props) : -1);

        if (actor is IWithTimers timing)
            timing.Timers = _timers = new TimerScheduler(this);

        return _actor = actor;
    }

    private void CreateActor()
    {
        try
        {
            NewActor().PreStart();
            _hasStarted = true;
            CheckReceiveTimeout(restart: true);
            LogLifecycle("Started");
        }
        catch (Exception cause)
        {
            ReleaseInstance();
            throw cause as ActorInitializationException
                ?? new ActorInitializationException(Self, "Exception during creation", cause);
        }
    }

    private void TerminateActor()
    {
        SetReceiveTimeout(null);
        UnwatchAll();
        var wasStopping = _waitsFor == Waiting.ToTerminate;
        foreach (var child in GetChildren())
            Stop(child);

        if (WaitForChildren(Waiting.ToTerminate, null))
        {
            if (!wasStopping)
            {
                SuspendSelf();
                _failed = SelfRef;
            }
        }
        else
            FinishTerminate();
    }

    private void FinishTerminate()
    {
        var actor = _actor;
        try
        {
            actor?.PostStop();
        }
        catch (Exception cause)
        {
            PublishError(cause, cause.Message);
        }

        CloseChildren();
        LogLifecycle("Stopped");
        ReleaseInstance();
        Mailbox.Close();
        ParentRef.SendSystemMessage(new Dispatch.DeathWatchNotification(Self, ExistenceConfirmed: true));
        TellWatchers();
        Mailbox.Dispatcher.Detach();
    }

    /// <summary>Lets go of the instance; what it had stashed goes back to the front of the mailbox.</summary>
    private void ReleaseInstance()
    {
        _stash?.UnstashAll();
        _stash = null;
        _timers?.CancelAll();
        _timers = null;
        _behaviors.Clear();
        _strategy = null;
        _actor = null;
        _message = null;
        _sender = null;
    }

    private void LogLifecycle(string what)
    {
        if (System.Settings.DebugLifecycle)
            Publish(new Debug(null, SelfRef.Path.ToString(), _actor?.GetType() ?? GetType(), what));
    }
}
