namespace Akka.Actor;

/// <summary>Stands for the one who asked, until the answer is there.</summary>
internal sealed class FutureActorRef<T> : ActorRefBase, IInternalActorRef
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource? _limit;
    private readonly CancellationTokenRegistration _onCancel;
    private HashSet<IInternalActorRef>? _watchedBy;

    internal FutureActorRef(ActorSystem system, TimeSpan timeout, CancellationToken cancellationToken)
    {
        System = system;
        Path = system.Temp.NextPath();
        system.Temp.Add(this);
        if (timeout > TimeSpan.Zero)
        {
            _limit = new CancellationTokenSource(timeout);
            _limit.Token.UnsafeRegister(_ => End(answer => answer.TrySetException(new AskTimeoutException($"Timeout after {timeout.TotalSeconds:0.00} seconds"))), null);
        }

        if (cancellationToken.CanBeCanceled)
            _onCancel = cancellationToken.UnsafeRegister(_ => End(answer => answer.TrySetCanceled(cancellationToken)), null);
    }

    public override ActorPath Path { get; }

    internal Task<T> Task => _answer.Task;

    public bool IsTerminated => _answer.Task.IsCompleted;

    public ActorSystem System { get; }

    private protected override void TellInternal(object message, IActorRef? sender)
    {
        var isFirst = message switch
        {
            Status.Failure failure when typeof(T) != typeof(Status.Failure) => End(task => task.TrySetException(
                failure.Cause ?? new TaskCanceledException("Task cancelled by actor via Failure message."))),
            T answer => End(task => task.TrySetResult(answer)),
            _ => End(task => task.TrySetException(new ArgumentException(
                $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]", nameof(message)))),
        };
        if (!isFirst)
            System.DeadLetters.Tell(new DeadLetter(message, sender ?? System.DeadLetters, this), sender);
    }

    public void SendSystemMessage(SystemMessage message)
    {
        switch (message)
        {
            case Watch watch when watch.Watchee.Equals(this):
                lock (_answer)
                {
                    if (!IsTerminated)
                    {
                        (_watchedBy ??= []).Add(watch.Watcher);
                        return;
                    }
                }

                watch.Watcher.SendSystemMessage(new DeathWatchNotification(this, ExistenceConfirmed: true));
                break;
            case DeathWatchNotification notification:
                Tell(new Terminated(notification.Actor, notification.ExistenceConfirmed, addressTerminated: false), notification.Actor);
                break;
        }
    }

    private bool End(Func<TaskCompletionSource<T>, bool> end)
    {
        HashSet<IInternalActorRef>? watchers;
        lock (_answer)
        {
            if (!end(_answer))
                return false;

            (watchers, _watchedBy) = (_watchedBy, null);
        }

        System.Temp.Remove(Path);
        _limit?.Dispose();
        _onCancel.Unregister();
        foreach (var watcher in watchers ?? [])
            watcher.SendSystemMessage(new DeathWatchNotification(this, ExistenceConfirmed: true));

        return true;
    }
}
