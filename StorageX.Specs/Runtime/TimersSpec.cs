using Akka.Actor;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class TimersSpec : TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_single_timer_fires_once()
    {
        Timed(timers => timers.StartSingleTimer("k", "tick", Soon));
        await ExpectMsgAsync("tick False");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task A_periodic_timer_fires_until_it_is_cancelled()
    {
        var actor = Timed(timers => timers.StartPeriodicTimer("k", "tick", Soon));
        await ExpectMsgAsync("tick True");
        await ExpectMsgAsync("tick True");
        actor.Tell(new Run(timers => timers.Cancel("k")));
        actor.Tell(new Run(timers => TestActor.Tell(timers.IsTimerActive("k"))));
        await FishForMessageAsync(message => message is false);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task A_timer_of_the_same_key_replaces_the_one_before()
    {
        Timed(timers =>
        {
            timers.StartSingleTimer("k", "first", Soon);
            timers.StartSingleTimer("k", "second", Soon);
        });
        await ExpectMsgAsync("second False");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task A_tick_that_waits_in_the_mailbox_is_dropped_when_its_timer_is_cancelled()
    {
        Timed(timers =>
        {
            timers.StartSingleTimer("k", "stale", TimeSpan.FromMilliseconds(1));
            SpinWait.SpinUntil(() => false, 100);
            timers.Cancel("k");
        });
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task A_restart_cancels_all_timers()
    {
        var actor = Timed(timers => timers.StartSingleTimer("k", "never", TimeSpan.FromSeconds(1)));
        await EventFilter.Exception<InvalidOperationException>().ExpectOneAsync(() =>
        {
            actor.Tell(new Run(_ => throw new InvalidOperationException("as told")));
            return Task.CompletedTask;
        });
        actor.Tell(new Run(timers => TestActor.Tell(timers.IsTimerActive("k"))));
        await ExpectMsgAsync(false);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(1200));
    }

    [Fact]
    public async Task CancelAll_cancels_all()
    {
        var actor = Timed(timers =>
        {
            timers.StartSingleTimer("a", 1, Later);
            timers.StartPeriodicTimer("b", 2, Later, Later);
            TestActor.Tell(timers.IsTimerActive("a") && timers.IsTimerActive("b"));
        });
        await ExpectMsgAsync(true);
        actor.Tell(new Run(timers =>
        {
            timers.CancelAll();
            TestActor.Tell(timers.IsTimerActive("a") || timers.IsTimerActive("b"));
        }));
        await ExpectMsgAsync(false);
    }

    [Fact]
    public async Task A_timers_message_comes_from_nobody_and_can_be_stashed()
    {
        var actor = Sys.ActorOf(Props.Create(() => new StashesTicks()));
        actor.Tell("start", TestActor);
        Assert.Equal(Sys.DeadLetters, await FishForMessageAsync<IActorRef>(_ => true));
        Assert.Equal("tick", await ExpectMsgAsync<string>());
    }

    private IActorRef Timed(Action<ITimerScheduler> start)
    {
        var actor = Sys.ActorOf(Props.Create(() => new TimedActor(TestActor)));
        actor.Tell(new Run(start));
        return actor;
    }

    private sealed record Run(Action<ITimerScheduler> Action);

    private sealed class TimedActor : ReceiveActor, IWithTimers
    {
        public TimedActor(IActorRef observer)
        {
            Receive<Run>(run => run.Action(Timers));
            ReceiveAny(message => observer.Tell($"{message} {Timers.IsTimerActive("k")}"));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class StashesTicks : ReceiveActor, IWithTimers, IWithUnboundedStash
    {
        private IActorRef _observer = ActorRefs.Nobody;

        public StashesTicks()
        {
            Receive<string>(text => text == "start", _ =>
            {
                _observer = Sender;
                Timers.StartSingleTimer("k", "tick", Soon);
            });
            Receive<string>(_ =>
            {
                _observer.Tell(Sender);
                Stash.Stash();
                Stash.UnstashAll();
                Become(() => ReceiveAny(message => _observer.Tell(message)));
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        public IStash Stash { get; set; } = null!;
    }
}
