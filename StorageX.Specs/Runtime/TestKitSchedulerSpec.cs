using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Runtime;

public class TestKitSchedulerSpec() : TestKit("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
{
    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Nothing_happens_until_time_is_moved()
    {
        Time.ScheduleTellOnce(TimeSpan.FromSeconds(1), TestActor, "x", ActorRefs.NoSender);
        ExpectNoMsg(20);
        Time.Advance(TimeSpan.FromMilliseconds(999));
        ExpectNoMsg(20);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        ExpectMsg("x");
        Time.Advance(TimeSpan.FromSeconds(5));
        ExpectNoMsg(20);
    }

    [Fact]
    public void What_is_due_comes_in_order()
    {
        Time.ScheduleTellOnce(TimeSpan.FromSeconds(2), TestActor, "b", ActorRefs.NoSender);
        Time.ScheduleTellOnce(TimeSpan.FromSeconds(1), TestActor, "a", ActorRefs.NoSender);
        Time.Advance(TimeSpan.FromSeconds(3));
        ReceiveN(2).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void What_repeats_comes_once_an_advance_until_it_is_cancelled()
    {
        var cancel = new Cancelable(Sys.Scheduler);
        Time.ScheduleTellRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TestActor, "tick", ActorRefs.NoSender, cancel);
        Time.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("tick");
        Time.Advance(TimeSpan.FromSeconds(1));
        ExpectNoMsg(20);
        Time.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("tick");
        cancel.Cancel();
        Time.Advance(TimeSpan.FromSeconds(9));
        ExpectNoMsg(20);
    }

    [Fact]
    public void The_clock_is_the_schedulers()
    {
        var before = Time.Now;
        Time.Advance(TimeSpan.FromHours(1));
        (Time.Now - before).ShouldBe(TimeSpan.FromHours(1));
        Time.AdvanceTo(before + TimeSpan.FromHours(3));
        Time.Now.ShouldBe(before + TimeSpan.FromHours(3));
        Should.Throw<InvalidOperationException>(() => Time.AdvanceTo(before));
    }

    [Fact]
    public void Actions_run_on_the_thread_that_moves_time()
    {
        var thread = 0;
        Time.Advanced.ScheduleOnce(TimeSpan.FromSeconds(1), () => thread = Environment.CurrentManagedThreadId);
        Time.Advance(TimeSpan.FromSeconds(1));
        thread.ShouldBe(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void An_actors_timers_run_on_virtual_time()
    {
        var actor = ActorOf(Props.Create(() => new Ticking(TestActor)));
        ExpectMsg("started");
        Time.Advance(TimeSpan.FromMinutes(1));
        ExpectMsg("tick");
        Time.Advance(TimeSpan.FromMinutes(1));
        ExpectMsg("tick");
        Watch(actor);
        actor.Tell(PoisonPill.Instance);
        ExpectTerminated(actor);
        Time.Advance(TimeSpan.FromMinutes(5));
        ExpectNoMsg(20);
    }

    private sealed class Ticking(IActorRef to) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartPeriodicTimer("key", "tick", TimeSpan.FromMinutes(1));
            to.Tell("started");
        }

        protected override void OnReceive(object message) => to.Tell(message);
    }
}
