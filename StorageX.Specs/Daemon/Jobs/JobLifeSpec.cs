using Shouldly;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Jobs;
using Xunit;

namespace StorageX.Specs.Daemon.Jobs;

/// <summary>What can happen to a job, and what cannot.</summary>
public sealed class JobLifeSpec
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly JobError Error = new("lost", "piece 3 is lost");
    private static readonly Job Queued = JobLife.Submitted(1, new JobSubmission(new JobOrder { Kind = JobKind.Upload, Name = "file" }, 5, null, 10, null), Now);
    private static readonly Job Running = Queued.Started(Now)!;

    [Fact]
    public void A_new_job_is_queued() => Queued.ShouldSatisfyAllConditions(
        () => Queued.State.ShouldBe(JobState.Queued), () => Queued.Priority.ShouldBe(5), () => Queued.Name.ShouldBe("file"), () => Queued.Created.ShouldBe(Now));

    [Fact]
    public void A_job_that_is_started_again_keeps_when_it_first_was()
    {
        var again = Running.Parked(Now)!.Woken(Now)!.Started(Now.AddHours(1))!;
        (again.State, again.Started, again.Runs).ShouldBe((JobState.Running, Now, 2));
    }

    [Fact]
    public void A_parked_job_wakes_at_its_time_and_not_before()
    {
        var parked = Running.Parked(Now.AddMinutes(1))!;
        parked.Woken(Now.AddSeconds(59)).ShouldBeNull();
        var woken = parked.Woken(Now.AddMinutes(1))!;
        (woken.State, woken.WakeAt).ShouldBe((JobState.Queued, null));
    }

    [Fact]
    public void A_job_that_ran_when_the_daemon_was_killed_goes_on() => Running.Recovered(Now)!.State.ShouldBe(JobState.Queued);

    [Fact]
    public void A_job_that_was_being_cancelled_when_the_daemon_was_killed_is_cancelled() =>
        Running.CancelAsked(Now)!.Recovered(Now)!.State.ShouldBe(JobState.Cancelled);

    [Fact]
    public void A_running_job_that_is_cancelled_runs_until_it_has_cleaned_up()
    {
        var cancelling = Running.CancelAsked(Now)!;
        (cancelling.State, cancelling.Cancelling).ShouldBe((JobState.Running, true));
        cancelling.CancelAsked(Now).ShouldBeNull();
        cancelling.Parked(Now).ShouldBeNull();
        var cancelled = cancelling.Cancelled(Now)!;
        (cancelled.State, cancelled.Cancelling, cancelled.Ended).ShouldBe((JobState.Cancelled, false, Now));
    }

    [Fact]
    public void A_job_that_was_done_before_its_cancelling_took_effect_is_done() => Running.CancelAsked(Now)!.Done(Now)!.State.ShouldBe(JobState.Done);

    [Fact]
    public void A_failed_job_that_is_retried_has_no_error_any_more()
    {
        var failed = Running.Failed(Error, Now)!;
        failed.Error.ShouldBe(Error);
        var retried = failed.Retried()!;
        (retried.State, retried.Error, retried.Ended).ShouldBe((JobState.Queued, null, null));
    }

    [Fact]
    public void A_download_that_is_retried_trusts_no_file_that_has_its_name() =>
        Running.Placing("file", "file", 1)!.Failed(Error, Now)!.Retried()!.Placing.ShouldBeNull();

    [Fact]
    public void A_download_that_was_killed_while_it_got_its_name_still_knows_it() =>
        Running.Placing("file", "file", 1)!.Recovered(Now)!.Placing.ShouldBe("file");

    [Theory]
    [InlineData(nameof(JobState.Queued), "started cancelled")]
    [InlineData(nameof(JobState.Running), "done failed parked placing recognized recovered cancelled")]
    [InlineData(nameof(JobState.Parked), "woken cancelled")]
    [InlineData(nameof(JobState.Done), "")]
    [InlineData(nameof(JobState.Failed), "retried")]
    [InlineData(nameof(JobState.Cancelled), "retried")]
    public void In_each_state_exactly_that_can_happen(string name, string possible)
    {
        var state = Enum.Parse<JobState>(name);
        var job = Queued with { State = state, WakeAt = state == JobState.Parked ? Now : null };
        var happens = new Dictionary<string, Job?>
        {
            ["started"] = job.Started(Now),
            ["done"] = job.Done(Now),
            ["failed"] = job.Failed(Error, Now),
            ["parked"] = job.Parked(Now),
            ["placing"] = job.Placing("target", "name", 1),
            ["recognized"] = job.Recognized("name", 1),
            ["woken"] = job.Woken(Now),
            ["recovered"] = job.Recovered(Now),
            ["cancelled"] = job.CancelAsked(Now),
            ["retried"] = job.Retried(),
        };
        happens.Where(pair => pair.Value is not null).Select(pair => pair.Key)
            .ShouldBe(possible.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }
}
