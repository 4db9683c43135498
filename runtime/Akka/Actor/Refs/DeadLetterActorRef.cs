namespace Akka.Actor;

/// <summary>A path where no actor is: what is told to it is published as a dead letter.</summary>
internal sealed class EmptyLocalActorRef(ActorSystem system, ActorPath path) : ActorRefBase, IInternalActorRef
{
    public override ActorPath Path => path;

    public bool IsTerminated => true;

    public ActorSystem System => system;

    private protected override void TellInternal(object message, IActorRef? sender)
    {
        if (message is AllDeadLetters)
        {
            if (message is DeadLetter letter)
                Publish(letter.Message, letter.Sender, letter.Recipient);

            return;
        }

        Publish(message, sender, this);
    }

    public void SendSystemMessage(SystemMessage message)
    {
        if (message is Watch watch && watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, ExistenceConfirmed: false));
    }

    /// <summary>Answers what has to be answered even by the dead, and publishes the rest.</summary>
    private void Publish(object message, IActorRef? sender, IActorRef recipient)
    {
        switch (message)
        {
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                break;
            case IDeadLetterSuppression:
                system.EventStream.Publish(new SuppressedDeadLetter(message, sender ?? system.DeadLetters, recipient));
                break;
            default:
                system.EventStream.Publish(new DeadLetter(message, sender ?? system.DeadLetters, recipient));
                break;
        }
    }
}

/// <summary>Holds the short-lived references of questions under <c>/temp</c>.</summary>
internal sealed class TempContainer(ActorSystem system, ActorPath path) : ActorRefBase, IInternalActorRef
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, IInternalActorRef> _refs = new(StringComparer.Ordinal);
    private long _next;

    public override ActorPath Path => path;

    public ActorSystem System => system;

    internal ActorPath NextPath() => path / ActorNames.Anonymous(Interlocked.Increment(ref _next));

    internal void Add(IInternalActorRef child) => _refs[child.Path.Name] = child;

    internal void Remove(ActorPath child) => _refs.TryRemove(child.Name, out _);

    public IInternalActorRef GetSingleChild(string name) => _refs.GetValueOrDefault(name, Nobody.Instance);
}
