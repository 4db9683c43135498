namespace Akka.Pattern;

/// <summary>Starts its one child again after pauses, and passes all messages on to it.</summary>
public sealed class BackoffSupervisor : ActorBase
{
    private readonly BackoffOptions _options;
    private IActorRef? _child;
    private IActorRef? _stopping;
    private int _restarts;
    private bool _isFinal;

    internal BackoffSupervisor(BackoffOptions options) => _options = options;

    /// <summary>Describes a supervisor.</summary>
    public static Props Props(BackoffOptions options) => Actor.Props.CreateInternal(() => new BackoffSupervisor(options));

    protected internal override void PreStart() => Start();

    protected internal override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(_options.MaxNrOfRetries, -1, _options.OnFailure ? StopBeforeRestart : _options.Decider.Decide);

    protected internal override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated ended when ended.ActorRef.Equals(_stopping):
                _stopping = null;
                Pause();
                break;
            case Terminated ended when ended.ActorRef.Equals(_child):
                _child = null;
                if (_options.OnFailure || _isFinal || IsExhausted)
                    Context.Stop(Self);
                else
                    Pause();
                break;
            case StartChild:
                Start();
                if (_options.AutoReset is { } time)
                    Context.System.Scheduler.ScheduleTellOnce(time, Self, new ResetRestartCount(_restarts), Self);
                break;
            case ResetRestartCount reset:
                if (reset.Current == _restarts)
                    _restarts = 0;
                break;
            case Reset when _options.AutoReset == null:
                _restarts = 0;
                break;
            case Reset:
                return false;
            case GetRestartCount:
                Sender.Tell(new RestartCount(_restarts));
                break;
            case GetCurrentChild:
                Sender.Tell(new CurrentChild(_child!));
                break;
            default:
                Pass(message);
                break;
        }

        return true;
    }

    private bool IsExhausted => _options.MaxNrOfRetries >= 0 && _restarts >= _options.MaxNrOfRetries;

    private void Start()
    {
        if (_child == null)
            _child = Context.Watch(Context.ActorOf(_options.ChildProps, _options.ChildName));
    }

    /// <summary>Waits before the next start: min times two to the number of restarts, at most max, times 1 to 1 + factor.</summary>
    private void Pause()
    {
        var pause = Math.Min(_options.Max.Ticks, _options.Min.Ticks * Math.Pow(2, Math.Min(_restarts, 30)));
        pause *= 1 + (Random.Shared.NextDouble() * _options.RandomFactor);
        Context.System.Scheduler.ScheduleTellOnce(TimeSpan.FromTicks((long)pause), Self, new StartChild(), Self);
        _restarts++;
    }

    private Directive StopBeforeRestart(Exception cause)
    {
        var directive = _options.Decider.Decide(cause);
        if (directive != Directive.Restart)
            return directive;
        if (IsExhausted)
            Context.Stop(Self);
        (_stopping, _child) = (_child, null);
        return Directive.Stop;
    }

    private void Pass(object message)
    {
        if (_child != null && Sender.Equals(_child))
        {
            Context.Parent.Forward(message);
            return;
        }

        _isFinal |= _options.IsFinal?.Invoke(message) == true;
        if (_child != null)
            _child.Forward(message);
        else if (_isFinal)
            Context.Stop(Self);
        else if (_options.Reply is { } reply)
            Sender.Tell(reply);
        else
            Context.System.DeadLetters.Forward(message);
    }

    /// <summary>Asks for the child; the answer is <see cref="CurrentChild"/>.</summary>
    public sealed class GetCurrentChild
    {
        public static readonly GetCurrentChild Instance = new();

        private GetCurrentChild()
        {
        }
    }

    /// <summary>The child.</summary>
    public sealed class CurrentChild
    {
        /// <summary>Names the child.</summary>
        internal CurrentChild(IActorRef @ref) => Ref = @ref;

        /// <summary>The child; null while it is down.</summary>
        public IActorRef Ref { get; }
    }

    /// <summary>Counts from zero again.</summary>
    public sealed class Reset
    {
        public static readonly Reset Instance = new();

        private Reset()
        {
        }
    }

    /// <summary>Asks for the count; the answer is <see cref="RestartCount"/>.</summary>
    public sealed class GetRestartCount
    {
        public static readonly GetRestartCount Instance = new();

        private GetRestartCount()
        {
        }
    }

    /// <summary>The count.</summary>
    public sealed class RestartCount
    {
        /// <summary>Names the count.</summary>
        internal RestartCount(int count) => Count = count;

        /// <summary>Pauses since the start or the last reset.</summary>
        public int Count { get; }
    }

    internal sealed record StartChild : IDeadLetterSuppression;

    internal sealed record ResetRestartCount(int Current) : IDeadLetterSuppression;
}
