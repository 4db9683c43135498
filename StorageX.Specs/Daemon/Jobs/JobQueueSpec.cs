using Shouldly;
using StorageX.Host.Daemon.Jobs;
using Xunit;

namespace StorageX.Specs.Daemon.Jobs;

/// <summary>Which job is next.</summary>
public sealed class JobQueueSpec
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly JobQueue _queue = new();

    [Fact]
    public void The_highest_priority_is_first_and_then_the_first_submitted()
    {
        foreach (var (id, priority) in new[] { (1, 0), (2, 5), (3, -1), (4, 5), (5, 0) })
            _queue.Changed(null, Waiting(id, priority));
        TakeAll().ShouldBe([2, 4, 1, 5, 3]);
    }

    [Fact]
    public void A_job_that_no_longer_waits_is_not_next()
    {
        var job = Waiting(1, 0);
        _queue.Changed(null, job);
        _queue.Changed(job, job.CancelAsked(Now));
        _queue.Next.ShouldBeNull();
        _queue.Count.ShouldBe(0);
    }

    [Fact]
    public void Parked_jobs_are_due_at_their_time_the_earliest_first()
    {
        Park(1, Now.AddMinutes(2));
        Park(2, Now.AddMinutes(1));
        Park(3, Now.AddMinutes(3));
        _queue.NextWake.ShouldBe(Now.AddMinutes(1));
        _queue.Due(Now.AddMinutes(2)).ShouldBe([2, 1]);
        _queue.Due(Now).ShouldBeEmpty();
    }

    [Fact]
    public void A_forgotten_job_is_never_due()
    {
        var parked = Park(1, Now);
        _queue.Changed(parked, null);
        _queue.Due(Now).ShouldBeEmpty();
        _queue.NextWake.ShouldBeNull();
    }

    private static Job Waiting(long id, int priority) => JobLife.Submitted(id, new JobSubmission(new JobOrder { Kind = JobKind.Upload }, priority, null, null, null), Now);

    private Job Park(long id, DateTimeOffset until)
    {
        var parked = Waiting(id, 0).Started(Now)!.Parked(until)!;
        _queue.Changed(null, parked);
        return parked;
    }

    private List<long> TakeAll()
    {
        var order = new List<long>();
        while (_queue.Next is { } id)
        {
            order.Add(id);
            var job = Waiting(id, id is 2 or 4 ? 5 : id == 3 ? -1 : 0);
            _queue.Changed(job, job.Started(Now));
        }

        return order;
    }
}
