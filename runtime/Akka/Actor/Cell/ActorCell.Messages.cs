namespace Akka.Actor;

internal partial class ActorCell
{
    private object? _message;
    private IActorRef? _sender;
    private long _envelopeId;

    internal object? CurrentMessage => _message;

    /// <summary>Counts the messages handled, so that a stash can tell one from the next.</summary>
    internal long EnvelopeId => _envelopeId;

    /// <summary>Handles one user message; called by the mailbox, one at a time.</summary>
    internal void Invoke(Envelope envelope)
    {
        var message = envelope.Message;
        var influences = _receiveTimeout != null && message is not INotInfluenceReceiveTimeout;
        if (influences)
            CancelReceiveTimeout();

        _message = message;
        _sender = envelope.Sender;
        _envelopeId++;
        try
        {
            if (message is IAutoReceivedMessage)
                AutoReceive(envelope);
            else
                ReceiveMessage(message);

            if (_awaiting == 0)
            {
                _message = null;
                _sender = null;
            }
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause, perpetrator: null);
        }

        if (_receiveTimeout != null)
            CheckReceiveTimeout(influences);
    }

    /// <summary>Handles one message on the calling thread, past the mailbox, for tests: its failure is the caller's.</summary>
    internal void ReceiveHere(Envelope envelope)
    {
        var outer = Current;
        Current = this;
        _message = envelope.Message;
        _sender = envelope.Sender;
        _envelopeId++;
        try
        {
            ReceiveMessage(envelope.Message);
        }
        finally
        {
            _message = null;
            _sender = null;
            Current = outer;
        }
    }

    /// <summary>Hands a message to the actor's present handler.</summary>
    protected virtual void ReceiveMessage(object message)
    {
        if (message is TimerTick tick)
        {
            if (_timers?.Accept(tick) is not { } payload)
                return;

            _message = message = payload;
        }

        if (!_behaviors.Peek()(message))
            _actor!.Unhandled(message);
    }

    private void AutoReceive(Envelope envelope)
    {
        switch (envelope.Message)
        {
            case Terminated terminated:
                ReceiveTerminated(terminated);
                break;
            case PoisonPill:
                SelfRef.Stop();
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, Self), Self);
                break;
            default:
                ReceiveMessage(envelope.Message);
                break;
        }
    }

    private void Publish(LogEvent log) => System.EventStream.Publish(log);

    private void PublishError(Exception? cause, string message) =>
        Publish(new Error(cause, SelfRef.Path.ToString(), _actor?.GetType() ?? GetType(), message));
}
