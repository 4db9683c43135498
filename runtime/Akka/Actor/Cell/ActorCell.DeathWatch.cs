namespace Akka.Actor;

internal partial class ActorCell
{
    private static readonly object Plain = new();

    /// <summary>Whom the actor watches, with the message it wants or <see cref="Plain"/>.</summary>
    private Dictionary<IActorRef, object>? _watching;

    /// <summary>Ends that are in the mailbox and not handled yet.</summary>
    private Dictionary<IActorRef, object>? _terminatedQueued;

    private HashSet<IInternalActorRef>? _watchedBy;

    public IActorRef Watch(IActorRef subject) => StartWatching(subject, Plain);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return StartWatching(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        if (!subject.Equals(Self))
        {
            if (_watching?.Remove(subject) == true)
                ((IInternalActorRef)subject).SendSystemMessage(new Unwatch((IInternalActorRef)subject, SelfRef));

            _terminatedQueued?.Remove(subject);
        }

        return subject;
    }

    private IActorRef StartWatching(IActorRef subject, object message)
    {
        if (subject.Equals(Self))
            return subject;

        if (!(_watching ??= []).TryAdd(subject, message))
            return subject;

        ((IInternalActorRef)subject).SendSystemMessage(new Watch((IInternalActorRef)subject, SelfRef));
        return subject;
    }

    private void WatchedActorTerminated(DeathWatchNotification notification)
    {
        var subject = notification.Actor;
        if (_watching != null && _watching.Remove(subject, out var message) && _waitsFor != Waiting.ToTerminate)
        {
            (_terminatedQueued ??= [])[subject] = message;
            SelfRef.Tell(new Terminated(subject, notification.ExistenceConfirmed, addressTerminated: false), subject);
        }

        if (FindChild(subject) != null)
            HandleChildTerminated(subject);
    }

    private void ReceiveTerminated(Terminated terminated)
    {
        if (_terminatedQueued != null && _terminatedQueued.Remove(terminated.ActorRef, out var message))
            ReceiveMessage(_message = ReferenceEquals(message, Plain) ? terminated : message);
    }

    private void AddWatcher(Watch watch)
    {
        if (watch.Watchee.Equals(Self))
            (_watchedBy ??= []).Add(watch.Watcher);
    }

    private void RemoveWatcher(Unwatch unwatch) => _watchedBy?.Remove(unwatch.Watcher);

    private void TellWatchers()
    {
        foreach (var watcher in _watchedBy ?? [])
        {
            if (!watcher.Equals(ParentRef))
                watcher.SendSystemMessage(new DeathWatchNotification(Self, ExistenceConfirmed: true));
        }

        _watchedBy = null;
    }

    private void UnwatchAll()
    {
        foreach (var subject in _watching?.Keys.ToArray() ?? [])
            Unwatch(subject);

        _watching = null;
        _terminatedQueued = null;
    }
}
