namespace Akka.Actor;

internal partial class ActorCell
{
    /// <summary>The actor that this cell's suspension is due to: itself, or the child whose failure it passed up.</summary>
    private IInternalActorRef? _failed;

    /// <summary>Whether there has been an instance that started, so that the next one is a restart.</summary>
    private bool _hasStarted;

    /// <summary>Suspensions that supervision made; those of asynchronous handlers are not among them.</summary>
    private int _supervisionSuspends;

    /// <summary>Suspends the actor and reports the failure to its supervisor.</summary>
    internal void HandleInvokeFailure(Exception cause, IInternalActorRef? perpetrator, IReadOnlyCollection<IActorRef>? notToSuspend = null)
    {
        if (_failed != null || IsTerminated)
        {
            PublishError(cause, $"failed again before its supervisor decided: {cause.Message}");
            return;
        }

        try
        {
            SuspendSelf();
            _failed = perpetrator ?? SelfRef;
            foreach (var child in ChildRefs())
            {
                if (!child.Equals(perpetrator) && notToSuspend?.Contains(child) != true)
                    child.Suspend();
            }

            ParentRef.SendSystemMessage(new Failed(SelfRef, cause));
        }
        catch (Exception emergency)
        {
            PublishError(emergency, $"Emergency stop: exception in failure handling for {cause.GetType()}: {cause}");
            FinishTerminate();
        }
    }

    private void HandleFailed(Failed failed)
    {
        var stats = FindChild(failed.Child);
        if (stats == null || _actor == null)
            return;

        _sender = failed.Child;
        if (!Strategy.HandleFailure(this, failed.Child, failed.Cause, stats, ChildStats()))
            throw failed.Cause;
    }

    private void FaultRecreate(Exception cause)
    {
        if (!_hasStarted)
        {
            FaultCreate();
            return;
        }

        if (_waitsFor == Waiting.ToTerminate)
        {
            // Keeps the suspensions balanced; the actor is on its way out.
            FaultResume(null);
            return;
        }

        var message = _message;
        try
        {
            _actor?.PreRestart(cause, message!);
        }
        catch (Exception inner)
        {
            PublishError(new PreRestartException(Self, inner, cause), inner.Message);
        }

        CancelReceiveTimeout();
        ReleaseInstance();
        _incarnation++;
        if (!WaitForChildren(Waiting.ToRecreate, cause))
            FinishRecreate(cause);
    }

    private void FinishRecreate(Exception cause)
    {
        var survivors = ChildRefs();
        try
        {
            ResumeSelf();
            _failed = null;
            NewActor().PostRestart(cause);
            CheckReceiveTimeout(restart: true);
            LogLifecycle("Restarted");
            foreach (var child in survivors)
            {
                try
                {
                    child.Restart(cause);
                }
                catch (Exception inner)
                {
                    PublishError(inner, $"restarting {child}");
                }
            }
        }
        catch (Exception inner)
        {
            HandleInvokeFailure(new PostRestartException(Self, inner, cause), null, survivors);
        }
    }

    private void FaultCreate()
    {
        CancelReceiveTimeout();
        foreach (var child in GetChildren())
            Stop(child);

        if (!WaitForChildren(Waiting.ToCreate, null))
            FinishCreate();
    }

    private void FinishCreate()
    {
        ResumeSelf();
        _failed = null;
        try
        {
            CreateActor();
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause, null);
        }
    }

    private void FaultResume(Exception? causedByFailure)
    {
        if (_actor == null)
        {
            FaultCreate();
            return;
        }

        var perpetrator = _failed;
        ResumeSelf();
        if (causedByFailure != null)
            _failed = null;

        foreach (var child in ChildRefs())
            child.Resume(child.Equals(perpetrator) ? causedByFailure : null);
    }

    private void SuspendSelfAndChildren()
    {
        SuspendSelf();
        foreach (var child in ChildRefs())
            child.Suspend();
    }

    private void SuspendSelf()
    {
        _supervisionSuspends++;
        Mailbox.Suspend();
    }

    private void ResumeSelf()
    {
        if (_supervisionSuspends > 0)
        {
            _supervisionSuspends--;
            Mailbox.Resume();
        }
    }
}
