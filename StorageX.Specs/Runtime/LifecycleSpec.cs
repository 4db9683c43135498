using Akka.Actor;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class LifecycleSpec : TestKit
{
    [Fact]
    public async Task Hooks_run_in_order_through_start_restart_and_stop()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Hooked(TestActor)));
        await ExpectMsgAsync("ctor");
        await ExpectMsgAsync("PreStart");

        await EventFilter.Exception<InvalidOperationException>("fail").ExpectOneAsync(() =>
        {
            actor.Tell("fail");
            return Task.CompletedTask;
        });
        await ExpectMsgAsync("PreRestart fail fail");
        await ExpectMsgAsync("PostStop");
        await ExpectMsgAsync("ctor");
        await ExpectMsgAsync("PostRestart fail");
        await ExpectMsgAsync("PreStart");

        Sys.Stop(actor);
        await ExpectMsgAsync("PostStop");
    }

    [Fact]
    public async Task A_restart_keeps_reference_and_mailbox_but_loses_the_failing_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Counter()));
        await EventFilter.Exception<InvalidOperationException>().ExpectOneAsync(() =>
        {
            actor.Tell(1);
            actor.Tell(2);
            actor.Tell("fail", TestActor);
            actor.Tell(3);
            actor.Tell("sum", TestActor);
            return Task.CompletedTask;
        });
        await ExpectMsgAsync(3);
    }

    [Fact]
    public async Task A_restart_stops_the_children_by_default()
    {
        var parent = Sys.ActorOf(Props.Create(() => new WithChild(TestActor)));
        var child = await ExpectMsgAsync<IActorRef>();
        Watch(child);

        await EventFilter.Exception<InvalidOperationException>().ExpectOneAsync(() =>
        {
            parent.Tell("fail");
            return Task.CompletedTask;
        });

        var terminated = false;
        var again = false;
        await FishForMessageAsync(message =>
        {
            terminated |= message is Terminated ended && ended.ActorRef.Equals(child);
            again |= message is IActorRef next && !next.Equals(child) && next.Path == child.Path;
            return terminated && again;
        });
    }

    [Fact]
    public async Task Children_stop_before_their_parent()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Nested(2, TestActor)), "top");
        await AwaitAssertAsync(() => Sys.ActorSelection("/user/top/kid/kid").ResolveOne(TimeSpan.FromSeconds(1)));
        Sys.Stop(parent);
        await ExpectMsgAsync(0);
        await ExpectMsgAsync(1);
        await ExpectMsgAsync(2);
    }

    [Fact]
    public async Task Kill_makes_an_actor_fail()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Counter()));
        Watch(actor);
        await EventFilter.Exception<ActorKilledException>().ExpectOneAsync(() =>
        {
            actor.Tell(Kill.Instance);
            return Task.CompletedTask;
        });
        await ExpectTerminatedAsync(actor);
    }

    [Fact]
    public async Task A_poison_pill_lets_earlier_messages_through()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Counter()));
        Watch(actor);
        actor.Tell(1);
        actor.Tell("sum", TestActor);
        actor.Tell(PoisonPill.Instance);
        actor.Tell("sum", TestActor);

        await ExpectMsgAsync(1);
        await ExpectTerminatedAsync(actor);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Stop_ends_an_actor_after_the_message_at_hand()
    {
        var actor = Sys.ActorOf(Props.Create(() => new StopsItself()));
        Watch(actor);
        actor.Tell("stop", TestActor);
        actor.Tell("more", TestActor);
        await ExpectMsgAsync("stop");
        await ExpectTerminatedAsync(actor);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task GracefulStop_waits_for_the_end()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Counter()));
        Assert.True(await actor.GracefulStop(TimeSpan.FromSeconds(3)));
        Assert.True(await actor.GracefulStop(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task GracefulStop_takes_a_message_of_ones_own_and_gives_up_in_time()
    {
        Assert.True(await Sys.ActorOf(Props.Create(() => new StopsItself())).GracefulStop(TimeSpan.FromSeconds(3), "stop"));
        var stubborn = Sys.ActorOf(Props.Create(() => new Counter()));
        Assert.False(await stubborn.GracefulStop(TimeSpan.FromMilliseconds(100), 5));
    }

    [Fact]
    public async Task A_receive_timeout_comes_after_silence()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Impatient(TimeSpan.FromMilliseconds(100))));
        actor.Tell("watch me", TestActor);
        await ExpectMsgAsync("timeout");
        await ExpectMsgAsync("timeout");
        actor.Tell("off");
        actor.Tell("get", TestActor);
        await FishForMessageAsync(message => message is "none");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task Messages_put_the_receive_timeout_off_but_for_those_that_do_not_count()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Impatient(TimeSpan.FromMilliseconds(400))));
        actor.Tell("watch me", TestActor);
        var quiet = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(
            TimeSpan.Zero, TimeSpan.FromMilliseconds(50), actor, new DoesNotCount(), ActorRefs.NoSender);
        await ExpectMsgAsync("timeout");
        quiet.Cancel();

        var busy = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(
            TimeSpan.Zero, TimeSpan.FromMilliseconds(50), actor, "busy", ActorRefs.NoSender);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(800));
        busy.Cancel();
        await ExpectMsgAsync("timeout");
    }

    private sealed class DoesNotCount : INotInfluenceReceiveTimeout;

    private sealed class Hooked : ReceiveActor
    {
        private readonly IActorRef _observer;

        public Hooked(IActorRef observer)
        {
            _observer = observer;
            observer.Tell("ctor");
            Receive<string>(text => throw new InvalidOperationException(text));
        }

        protected override void PreStart() => _observer.Tell("PreStart");

        protected override void PostStop() => _observer.Tell("PostStop");

        protected override void PreRestart(Exception reason, object message)
        {
            _observer.Tell($"PreRestart {reason.Message} {message}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            _observer.Tell($"PostRestart {reason.Message}");
            base.PostRestart(reason);
        }
    }

    private sealed class Counter : ReceiveActor
    {
        private int _sum;

        public Counter()
        {
            Receive<int>(number => _sum += number);
            Receive<string>(text => text == "sum", _ => Sender.Tell(_sum));
            Receive<string>(text => throw new InvalidOperationException(text));
        }
    }

    private sealed class WithChild : ReceiveActor
    {
        public WithChild(IActorRef observer)
        {
            observer.Tell(Context.ActorOf(Props.Create(() => new Counter()), "child"));
            Receive<string>(text => throw new InvalidOperationException(text));
        }
    }

    private sealed class Nested : ReceiveActor
    {
        private readonly int _level;
        private readonly IActorRef _observer;

        public Nested(int level, IActorRef observer)
        {
            _level = level;
            _observer = observer;
            if (level > 0)
            {
                Context.ActorOf(Props.Create(() => new Nested(level - 1, observer)), "kid");
            }
        }

        protected override void PostStop() => _observer.Tell(_level);
    }

    private sealed class StopsItself : ReceiveActor
    {
        public StopsItself() => Receive<string>(text =>
        {
            Context.Stop(Self);
            Sender.Tell(text);
        });
    }

    private sealed class Impatient : ReceiveActor
    {
        private IActorRef _observer = ActorRefs.Nobody;

        public Impatient(TimeSpan patience)
        {
            Receive<string>(text => text == "watch me", _ =>
            {
                _observer = Sender;
                SetReceiveTimeout(patience);
            });
            Receive<string>(text => text == "off", _ => SetReceiveTimeout(null));
            Receive<string>(text => text == "get", _ => Sender.Tell(Context.ReceiveTimeout == null ? "none" : "some"));
            Receive<ReceiveTimeout>(_ => _observer.Tell("timeout"));
            ReceiveAny(_ => { });
        }
    }
}
