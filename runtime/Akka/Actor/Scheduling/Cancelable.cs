namespace Akka.Actor;

/// <summary>Calls off what was scheduled with it.</summary>
public class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler _scheduler;
    private readonly CancellationTokenSource _source = new();

    /// <summary>Not called off yet.</summary>
    public Cancelable(IScheduler scheduler) => _scheduler = scheduler.Advanced;

    public bool IsCancellationRequested => _source.IsCancellationRequested;

    public CancellationToken Token => _source.Token;

    public void Cancel() => _source.Cancel();

    public void CancelAfter(TimeSpan delay) => _scheduler.ScheduleOnce(delay, Cancel, this);

    public void Dispose()
    {
        _source.Dispose();
        GC.SuppressFinalize(this);
    }
}
