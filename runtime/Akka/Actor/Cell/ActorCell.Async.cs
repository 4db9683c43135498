namespace Akka.Actor;

internal partial class ActorCell
{
    private CellTaskScheduler? _taskScheduler;

    /// <summary>Asynchronous handlers that have not ended; each holds the mailbox.</summary>
    private int _awaiting;

    /// <summary>Counts instances, so that a task of an earlier one cannot harm the present one.</summary>
    private int _incarnation;

    internal TaskScheduler TaskScheduler => _taskScheduler ??= new CellTaskScheduler(this);

    /// <summary>Holds the mailbox until a task has ended. Message and sender stay as they are.</summary>
    internal void Await(Task task)
    {
        _awaiting++;
        Mailbox.Suspend();
        var incarnation = _incarnation;
        var message = _message;
        var sender = _sender;
        _ = task.ContinueWith(
            ended => AwaitedEnded(ended, incarnation, message, sender), CancellationToken.None, TaskContinuationOptions.DenyChildAttach, TaskScheduler);
    }

    private void AwaitedEnded(Task ended, int incarnation, object? message, IActorRef? sender)
    {
        var failure = ActorTaskScheduler.FailureOf(ended);
        _awaiting--;
        Mailbox.Resume();
        if (incarnation != _incarnation || IsTerminated)
        {
            if (failure != null)
                PublishError(failure, failure.Message);

            return;
        }

        _message = message;
        _sender = sender;
        if (failure != null)
            HandleInvokeFailure(failure, perpetrator: null);
        else if (_awaiting == 0)
        {
            _message = null;
            _sender = null;
        }

        CheckReceiveTimeout(restart: true);
    }
}
