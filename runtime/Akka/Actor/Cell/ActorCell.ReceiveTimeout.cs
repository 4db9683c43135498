namespace Akka.Actor;

internal partial class ActorCell
{
    private TimeSpan? _receiveTimeout;
    private ICancelable? _receiveTimeoutTask;

    public TimeSpan? ReceiveTimeout => _receiveTimeout;

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        _receiveTimeout = timeout;
        CancelReceiveTimeout();
    }

    private void CheckReceiveTimeout(bool restart)
    {
        if (_receiveTimeout is not { } timeout || Mailbox.HasMessages || _awaiting > 0)
        {
            CancelReceiveTimeout();
            return;
        }

        if (restart || _receiveTimeoutTask == null)
        {
            CancelReceiveTimeout();
            _receiveTimeoutTask = System.Scheduler.ScheduleTellOnceCancelable(timeout, Self, Actor.ReceiveTimeout.Instance, Self);
        }
    }

    private void CancelReceiveTimeout()
    {
        _receiveTimeoutTask?.Cancel();
        _receiveTimeoutTask = null;
    }
}
