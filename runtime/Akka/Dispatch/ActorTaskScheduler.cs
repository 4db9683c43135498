using System.Runtime.ExceptionServices;

namespace Akka.Dispatch;

/// <summary>
/// Brings the continuations of an asynchronous handler back into its actor: each runs as a system message, alone, with the
/// actor's context, while user messages wait.
/// </summary>
internal sealed class CellTaskScheduler(ActorCell cell) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    protected override void QueueTask(Task task) => cell.SendSystemMessage(new ActorTask(() => TryExecuteTask(task)));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ActorCell.Current == cell && TryExecuteTask(task);
}

/// <summary>Runs asynchronous code inside an actor, message by message.</summary>
internal static class ActorTaskScheduler
{
    /// <summary>Runs an asynchronous block in the current actor and holds its mailbox until the block has ended.</summary>
    /// <param name="asyncAction">The block; an exception it throws is a failure of the actor.</param>
    /// <exception cref="InvalidOperationException">The caller is not an actor.</exception>
    internal static void RunTask(Func<Task> asyncAction)
    {
        var cell = ActorCell.Current
            ?? throw new InvalidOperationException("RunTask must be called from within an actor.");
        var start = new Task<Task>(asyncAction);
        start.RunSynchronously(cell.TaskScheduler);
        if (start.IsFaulted)
            ExceptionDispatchInfo.Throw(start.Exception.InnerExceptions[0]);

        var task = start.Result;
        if (task is null or { IsCompletedSuccessfully: true })
            return;

        if (task.IsCompleted)
            ExceptionDispatchInfo.Throw(FailureOf(task)!);

        cell.Await(task);
    }

    /// <summary>The exception a completed task stands for, or null for success.</summary>
    internal static Exception? FailureOf(Task task) =>
        task.IsFaulted ? task.Exception.InnerExceptions[0] : task.IsCanceled ? new TaskCanceledException(task) : null;
}
