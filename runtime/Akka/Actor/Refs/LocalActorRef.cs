namespace Akka.Actor;

/// <summary>The handle of an actor in this process.</summary>
internal sealed class LocalActorRef : ActorRefBase, IInternalActorRef
{
    /// <summary>Where messages go, unless the actor is a router; here, because the cell is written to while others send.</summary>
    private readonly Mailbox? _mailbox;

    internal LocalActorRef(ActorSystem system, Props props, MessageDispatcher dispatcher, IInternalActorRef parent, ActorPath path)
    {
        Path = path;
        if (props.Deploy.Router != null)
            Cell = new Routing.RoutedActorCell(system, this, props, dispatcher, parent);
        else
            _mailbox = (Cell = new ActorCell(system, this, props, dispatcher, parent)).Mailbox;
    }

    public override ActorPath Path { get; }

    public IInternalActorRef Parent => Cell.ParentRef;

    public ActorSystem System => Cell.System;

    public bool IsTerminated => Cell.IsTerminated;

    public IEnumerable<IInternalActorRef> Children => Cell.ChildRefs();

    internal ActorCell Cell { get; }

    public IInternalActorRef GetSingleChild(string name) => Cell.GetSingleChild(name);

    internal void Start() => Cell.Start();

    public void SendSystemMessage(SystemMessage message) => Cell.SendSystemMessage(message);

    private protected override void TellInternal(object message, IActorRef? sender)
    {
        if (_mailbox == null)
            Cell.SendMessage(new Envelope(message, sender));
        else
            _mailbox.Post(new Envelope(message, sender));
    }
}
