namespace Akka.Routing;

/// <summary>
/// The cell of a pool: messages go to the routees on the sender's thread and never enter the router's mailbox; only what
/// is meant for the router itself does.
/// </summary>
internal sealed class RoutedActorCell : ActorCell
{
    private readonly RouterConfig _pool;
    private readonly Props _routeeProps;
    private readonly RoutingLogic _logic;
    private readonly Lock _lock = new();
    private volatile IActorRef[] _routees = [];
    private long _messages = -1;
    private int _resizing;

    internal RoutedActorCell(ActorSystem system, LocalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
        : base(system, self, Props.CreateInternal(() => new RouterActor()), dispatcher, parent)
    {
        _pool = props.Deploy.Router!;
        _routeeProps = props with { Deploy = props.Deploy with { Router = null } };
        _logic = _pool.CreateLogic();
    }

    internal IActorRef[] Routees => _routees;

    internal SupervisorStrategy PoolStrategy => _pool.Strategy ?? SupervisorStrategy.DefaultStrategy;

    internal override void Start()
    {
        Grow(_pool.NrOfInstances);
        if (IsTimeForResize())
            Resize();

        base.Start();
    }

    internal override void SendMessage(Envelope envelope)
    {
        if (envelope.Message is IRouterManagementMessage or IAutoReceivedMessage)
        {
            base.SendMessage(envelope);
            return;
        }

        if (IsTimeForResize() && Interlocked.Exchange(ref _resizing, 1) == 0)
            base.SendMessage(new Envelope(new ResizeNow(), Self));

        Route(envelope.Message, envelope.Sender);
    }

    /// <summary>Looks at the routees; called by the router itself.</summary>
    internal void Resize()
    {
        try
        {
            Change(_pool.Resizer!.Resize(_routees));
        }
        finally
        {
            Volatile.Write(ref _resizing, 0);
        }
    }

    /// <summary>Adds or stops routees.</summary>
    internal void Change(int change)
    {
        if (change >= 0)
        {
            Grow(change);
            return;
        }

        foreach (var routee in _routees.TakeLast(-change))
            Remove(routee, stop: true);
    }

    internal void Add(IActorRef routee)
    {
        Watch(routee);
        lock (_lock)
        {
            _routees = [.. _routees, routee];
        }
    }

    internal void Remove(IActorRef routee, bool stop)
    {
        lock (_lock)
        {
            _routees = [.. _routees.Where(each => !each.Equals(routee))];
        }

        if (stop)
        {
            Unwatch(routee);
            routee.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        }

        if (_routees.Length == 0 && _pool.Resizer == null)
            Stop(Self);
    }

    private bool IsTimeForResize() => _pool.Resizer is { } resizer && resizer.IsTimeForResize(Interlocked.Increment(ref _messages));

    private void Grow(int count)
    {
        for (var i = 0; i < count; i++)
            Add(AttachChild(_routeeProps, null, isSystem: false));
    }

    private void Route(object message, IActorRef? sender)
    {
        var routees = _routees;
        if (message is Broadcast broadcast)
        {
            foreach (var routee in routees)
                routee.Tell(broadcast.Message, sender);
        }
        else if (routees.Length > 0)
            _logic.Select(routees).Tell(message, sender);
        else
            System.DeadLetters.Tell(new DeadLetter(message, sender ?? System.DeadLetters, Self), sender);
    }
}

/// <summary>The actor of a pool: answers for its routees and supervises them.</summary>
internal sealed class RouterActor : ActorBase
{
    private RoutedActorCell Pool => (RoutedActorCell)Cell;

    protected internal override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated ended:
                Pool.Remove(ended.ActorRef, stop: false);
                return true;
            case GetRoutees:
                Sender.Tell(new Routees(Pool.Routees));
                return true;
            case AddRoutee add:
                Pool.Add(add.Actor);
                return true;
            case AdjustPoolSize adjust:
                Pool.Change(adjust.Change);
                return true;
            case ResizeNow:
                Pool.Resize();
                return true;
            default:
                return false;
        }
    }

    /// <summary>The routees outlive the router's instance.</summary>
    protected internal override void PreRestart(Exception reason, object message)
    {
    }

    protected internal override SupervisorStrategy SupervisorStrategy() => Pool.PoolStrategy;
}
