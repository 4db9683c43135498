namespace Akka.Actor;

/// <summary>Brings the outcome of a task into an actor as a message.</summary>
public static class PipeToSupport
{
    /// <summary>Tells the result once there is one, or a <see cref="Status.Failure"/>.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="taskToPipe">The task.</param>
    /// <param name="recipient">Whom.</param>
    /// <param name="sender">From whom.</param>
    /// <param name="success">Makes the message; without it the result itself.</param>
    /// <param name="failure">Makes the message of a failed or cancelled task.</param>
    public static async Task PipeTo<T>(
        this Task<T> taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<T, object>? success = null, Func<Exception, object>? failure = null)
    {
        T result;
        try
        {
            result = await taskToPipe.ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            recipient.Tell(failure?.Invoke(cause) ?? new Status.Failure(cause), sender);
            return;
        }

        recipient.Tell(success == null ? result! : success(result), sender);
    }

    /// <summary>Tells a <see cref="Status.Failure"/> if the task fails; of success it tells only what <paramref name="success"/> makes.</summary>
    /// <param name="taskToPipe">The task.</param>
    /// <param name="recipient">Whom.</param>
    /// <param name="sender">From whom.</param>
    /// <param name="success">Makes the message; without it there is none.</param>
    /// <param name="failure">Makes the message of a failed or cancelled task.</param>
    public static async Task PipeTo(
        this Task taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<object>? success = null, Func<Exception, object>? failure = null)
    {
        try
        {
            await taskToPipe.ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            recipient.Tell(failure?.Invoke(cause) ?? new Status.Failure(cause), sender);
            return;
        }

        if (success != null)
            recipient.Tell(success(), sender);
    }
}
