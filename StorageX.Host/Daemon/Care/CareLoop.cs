using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;
using StorageX.Host.Daemon.Jobs;

namespace StorageX.Host.Daemon.Care;

/// <summary>
/// Has uploads looked at and repaired by a timetable, by jobs that are seen like all others: one at a time, submitted while no other job
/// waits or runs. What it has done is known from the jobs, over restarts too, and from its own memory where those are forgotten.
/// </summary>
internal sealed class CareLoop : IAsyncDisposable
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);
    private readonly CarePlan _plan;
    private readonly Storage _storage;
    private readonly JobBook _book;
    private readonly JobDesk _desk;
    private readonly TimeProvider _time;
    private readonly CareLog _log;
    private readonly Dictionary<long, CareTries> _tries = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    /// <param name="settings">How often files are looked at, and when they are repaired.</param>
    /// <param name="storage">The engine, which has the history.</param>
    /// <param name="book">The jobs.</param>
    /// <param name="desk">Where jobs are submitted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    public CareLoop(CareSettings settings, Storage storage, JobBook book, JobDesk desk, TimeProvider time, CareLog log)
    {
        (_plan, _storage, _book, _desk, _time, _log) = (new CarePlan(settings), storage, book, desk, time, log);
        _loop = settings.VerifyEvery is null ? Task.CompletedTask : Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                var next = _book.Changes.Next;
                await RestAsync(await StepAsync(), next);
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon ends.
        }
    }

    /// <summary>Does what is to be done.</summary>
    /// <returns>Until when there is nothing to do unless a job changes.</returns>
    private async Task<DateTimeOffset> StepAsync()
    {
        var now = _time.GetUtcNow();
        try
        {
            if (Learn() || _desk.IsEnding)
                return now + LongestRest;
            var step = _plan.Next(_storage.History(limit: int.MaxValue), _tries, now);
            return step switch
            {
                CareStep.Look look => await SubmitAsync(JobKind.Health, look.Upload, now),
                CareStep.Repair repair => await SubmitAsync(JobKind.Repair, repair.Upload, now),
                CareStep.Rest { Until: { } until } when until < now + LongestRest => until,
                _ => now + LongestRest,
            };
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _log.Fails(JobError.Of(error).Message);
            return now + LongestRest;
        }
    }

    /// <summary>Takes in what the jobs tell.</summary>
    /// <returns>Whether one waits or runs.</returns>
    private bool Learn()
    {
        var isBusy = false;
        foreach (var job in _book.All)
        {
            isBusy |= job.State is JobState.Queued or JobState.Running || (job.Order.Care is not null && !job.IsOver);
            if (job.Order.Care is { } upload && job.IsOver)
                Remember(upload, job.Order.Kind, job.Ended ?? job.Created, failed: job.State != JobState.Done);
        }

        return isBusy;
    }

    private void Remember(long upload, JobKind kind, DateTimeOffset at, bool failed)
    {
        var before = _tries.GetValueOrDefault(upload) ?? CareTries.None;
        if (kind == JobKind.Health && !(before.Looked > at))
            _tries[upload] = before with { Looked = at };
        else if (kind == JobKind.Repair && !(before.Repair?.At > at))
            _tries[upload] = before with { Repair = (at, failed) };
    }

    private async Task<DateTimeOffset> SubmitAsync(JobKind kind, Catalogue.PastUpload upload, DateTimeOffset now)
    {
        var order = new JobOrder { Kind = kind, Name = upload.Name, Care = upload.Id };
        var answer = await _desk.AskAsync(new JobProtocol.Submit(new JobSubmission(order, RequestLimits.CarePriority, new HiddenText(upload.Key), upload.Size, null))).WaitAsync(_end.Token);
        // Until the job tells more: a job that is forgotten before it was seen to end must not be made again and again.
        if (answer.Refusal is null)
            Remember(upload.Id, kind, now, failed: true);
        return now + LongestRest;
    }

    private async Task RestAsync(DateTimeOffset until, Task next)
    {
        var time = until - _time.GetUtcNow();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        await await Task.WhenAny(next, Task.Delay(time > TimeSpan.Zero ? time : TimeSpan.Zero, _time, enough.Token)).WaitAsync(_end.Token);
        await enough.CancelAsync();
    }
}
