namespace StorageX.Host.Daemon.Events;

/// <summary>Tells any number of waiters that there is something new. Who asks for the next beat, then looks, misses nothing.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the next beat.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Wakes those who wait.</summary>
    public void Beat() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
