using StorageX.Host.Contract;
using StorageX.Host.Daemon.Events;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>A job while it runs: how far it is, and how it is ended. Safe for many threads.</summary>
internal sealed class LiveJob : IProgress<TransferProgress>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Pulse _pulse;
    private readonly JobTroubles _troubles;
    private readonly TransferRate _rate;
    private readonly CancellationTokenSource _end = new();
    private readonly Action<LiveJob, DateTimeOffset> _waits;
    private TransferProgress? _latest;
    private int _waiting;
    private int _retries;
    private long _version;

    /// <param name="job">The job.</param>
    /// <param name="time">The clock.</param>
    /// <param name="pulse">Is told that there is something new to show.</param>
    /// <param name="waits">Is told, once, until when the host lets nothing begin.</param>
    public LiveJob(Job job, TimeProvider time, Pulse pulse, Action<LiveJob, DateTimeOffset> waits)
    {
        (Id, _time, _pulse, _waits) = (job.Id, time, pulse, waits);
        _troubles = new JobTroubles(job);
        _rate = new TransferRate(time);
        _rate.Add(0);
    }

    /// <summary>The job's number.</summary>
    public long Id { get; }

    /// <summary>Cancelled when the run has to end.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>Grows with each report.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Ends the run; it cleans up first.</summary>
    public void End() => _ = _end.CancelAsync();

    /// <inheritdoc/>
    public void Report(TransferProgress value)
    {
        lock (_gate)
        {
            if (value.Retries > _retries && value.Note is { } note)
                _troubles.Add(_time.GetUtcNow(), note);
            (_latest, _retries) = (value, value.Retries);
            _rate.Add(value.Bytes);
            _version++;
        }

        _pulse.Beat();
        if (value.WaitingUntil is { } until && Interlocked.Exchange(ref _waiting, 1) == 0)
            _waits(this, until);
    }

    /// <summary>The job with what is known of it by now.</summary>
    public Job Stamp(Job job)
    {
        lock (_gate)
        {
            return job with
            {
                Progress = _latest is { } latest ? JobProgress.Of(new(latest, _rate.BytesPerSecond, _rate.TimeLeft(latest.TotalBytes))) : job.Progress,
                Size = job.Size ?? _latest?.TotalBytes,
                Troubles = _troubles.Last,
                TroubleCount = _troubles.Count,
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();
}
