using Akka.Actor;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class SchedulerSpec : TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_message_is_told_once()
    {
        Sys.Scheduler.ScheduleTellOnce(Soon, TestActor, "now", ActorRefs.NoSender);
        await ExpectMsgAsync("now");
        await ExpectNoMsgAsync(Quiet);
    }

    [Fact]
    public async Task A_message_is_told_until_it_is_cancelled()
    {
        var task = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(TimeSpan.Zero, Soon, TestActor, "again", ActorRefs.NoSender);
        for (var i = 0; i < 3; i++)
        {
            await ExpectMsgAsync("again");
        }

        task.Cancel();
        Assert.True(task.IsCancellationRequested);
        Sys.Scheduler.ScheduleTellOnce(Quiet, TestActor, "end", ActorRefs.NoSender);
        await FishForMessageAsync(message => message is "end");
        await ExpectNoMsgAsync(Quiet);
    }

    [Fact]
    public async Task What_is_cancelled_in_time_never_happens()
    {
        Sys.Scheduler.ScheduleTellOnceCancelable(Soon, TestActor, "never", ActorRefs.NoSender).Cancel();
        using var cancelled = new Cancelable(Sys.Scheduler);
        cancelled.Cancel();
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => TestActor.Tell("never"), cancelled);
        await ExpectNoMsgAsync(Quiet);
    }

    [Fact]
    public async Task Cancelling_can_be_scheduled()
    {
        using var cancelable = new Cancelable(Sys.Scheduler);
        cancelable.CancelAfter(Soon);
        await AwaitConditionAsync(() => Task.FromResult(cancelable.IsCancellationRequested));
    }

    [Fact]
    public async Task Delegates_run_and_one_that_throws_harms_no_other()
    {
        await EventFilter.Exception<InvalidOperationException>("in a delegate").ExpectOneAsync(() =>
        {
            Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => throw new InvalidOperationException("in a delegate"));
            return Task.CompletedTask;
        });
        Sys.Scheduler.Advanced.ScheduleOnce(Soon, () => TestActor.Tell("ran"));
        await ExpectMsgAsync("ran");
    }

    [Fact]
    public async Task Order_is_that_of_the_deadlines()
    {
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(300), TestActor, 3, ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(100), TestActor, 1, ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(200), TestActor, 2, ActorRefs.NoSender);
        for (var i = 1; i <= 3; i++)
        {
            await ExpectMsgAsync(i);
        }
    }

    [Fact]
    public void Times_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(-1), TestActor, 1, ActorRefs.NoSender));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Sys.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, TimeSpan.Zero, TestActor, 1, ActorRefs.NoSender));
    }

    [Fact]
    public void The_clock_goes_on()
    {
        var before = Sys.Scheduler.MonotonicClock;
        Assert.True(SpinWait.SpinUntil(() => Sys.Scheduler.MonotonicClock > before, 3000));
        Assert.True(Sys.Scheduler.Now > DateTimeOffset.UnixEpoch);
    }
}
