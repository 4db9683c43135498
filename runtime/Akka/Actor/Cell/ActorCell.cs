namespace Akka.Actor;

/// <summary>
/// The runtime side of one actor: it outlives the instances that restarts replace. Parts: messages, lifecycle, faults,
/// children, death watch, asynchronous handlers, receive timeout.
/// </summary>
internal partial class ActorCell : IActorContext
{
    /// <summary>The cell whose actor is running on this thread.</summary>
    [ThreadStatic]
    internal static ActorCell? Current;

    private readonly Stack<Receive> _behaviors = new(1);
    private ActorBase? _actor;
    private SupervisorStrategy? _strategy;

    internal ActorCell(ActorSystem system, LocalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    {
        System = system;
        SelfRef = self;
        Props = props;
        ParentRef = parent;
        Mailbox = system.Mailboxes.Create(this, props, dispatcher);
    }

    internal static ActorCell CurrentOrThrow => Current ?? throw new NotSupportedException(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    public IActorRef Self => SelfRef;

    public Props Props { get; }

    public IActorRef Parent => ParentRef;

    public ActorSystem System { get; }

    public IActorRef Sender => _sender ?? System.DeadLetters;

    internal LocalActorRef SelfRef { get; }

    internal IInternalActorRef ParentRef { get; }

    internal Mailbox Mailbox { get; }

    /// <summary>The present instance; null before the first and after the last.</summary>
    internal ActorBase? Instance => _actor;

    internal bool IsTerminated => Mailbox.IsClosed;

    internal SupervisorStrategy Strategy => _strategy ??= Props.SupervisorStrategy ?? _actor!.SupervisorStrategy();

    public void Become(Receive receive)
    {
        if (_behaviors.Count > 1)
            _behaviors.Pop();

        _behaviors.Push(receive);
    }

    public void BecomeStacked(Receive receive) => _behaviors.Push(receive);

    public void UnbecomeStacked()
    {
        if (_behaviors.Count > 1)
            _behaviors.Pop();
    }

    public ActorSelection ActorSelection(string actorPath) => SelectionParser.Parse(System, SelfRef, actorPath);

    /// <summary>Starts the handler stack of an instance that is being constructed.</summary>
    internal void StartBehavior(ActorBase actor)
    {
        _behaviors.Clear();
        _behaviors.Push(actor.InitialReceive);
    }

    /// <summary>Begins the actor's life: its constructor runs on its first turn.</summary>
    internal virtual void Start() => SendSystemMessage(new Create());

    internal void SendSystemMessage(SystemMessage message) => Mailbox.PostSystem(message);

    internal virtual void SendMessage(Envelope envelope) => Mailbox.Post(envelope);
}
