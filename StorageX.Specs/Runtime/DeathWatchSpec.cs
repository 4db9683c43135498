using Akka.Actor;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class DeathWatchSpec : TestKit
{
    private IActorRef Victim() => Sys.ActorOf(Props.Create(() => new Target()));

    [Fact]
    public async Task A_watched_actor_is_reported_terminated_exactly_once()
    {
        var victim = Victim();
        Watch(victim);
        Watch(victim);
        Sys.Stop(victim);

        var terminated = await ExpectTerminatedAsync(victim);
        Assert.Equal((victim, true, false), (terminated.ActorRef, terminated.ExistenceConfirmed, terminated.AddressTerminated));
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Every_watcher_is_told()
    {
        var victim = Victim();
        var others = new[] { CreateTestProbe(), CreateTestProbe() };
        foreach (var other in others)
        {
            other.Watch(victim);
        }

        victim.Tell(PoisonPill.Instance);
        foreach (var other in others)
        {
            await other.ExpectTerminatedAsync(victim);
        }
    }

    [Fact]
    public async Task An_actor_that_is_dead_already_is_reported_too()
    {
        var victim = Victim();
        Watch(victim);
        Sys.Stop(victim);
        await ExpectTerminatedAsync(victim);

        Watch(victim);
        Assert.False((await ExpectTerminatedAsync(victim)).ExistenceConfirmed);
    }

    [Fact]
    public async Task A_restart_is_no_end()
    {
        var victim = Victim();
        Watch(victim);
        await EventFilter.Exception<InvalidOperationException>().ExpectOneAsync(() =>
        {
            victim.Tell("fail");
            return Task.CompletedTask;
        });
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Unwatch_drops_a_notice_that_is_in_the_mailbox_already()
    {
        var victim = Victim();
        var dead = CreateTestProbe();
        dead.Watch(victim);
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));
        var gate = new ManualResetEventSlim();
        watcher.Tell((Action<IActorContext>)(context => context.Watch(victim)));
        watcher.Tell((Action<IActorContext>)(_ => gate.Wait()));
        watcher.Tell((Action<IActorContext>)(context => context.Unwatch(victim)));
        Sys.Stop(victim);
        await dead.ExpectTerminatedAsync(victim);
        gate.Set();

        watcher.Tell((Action<IActorContext>)(_ => TestActor.Tell("done")));
        await ExpectMsgAsync("done");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task WatchWith_brings_a_message_of_ones_own()
    {
        var victim = Victim();
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));
        watcher.Tell((Action<IActorContext>)(context => context.WatchWith(victim, "he is gone")));
        watcher.Tell((Action<IActorContext>)(_ => TestActor.Tell("watching")));
        await ExpectMsgAsync("watching");
        Sys.Stop(victim);
        await ExpectMsgAsync("he is gone");
    }

    [Fact]
    public async Task Watching_again_changes_nothing()
    {
        var victim = Victim();
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));
        watcher.Tell((Action<IActorContext>)(context =>
        {
            context.WatchWith(victim, "one");
            context.WatchWith(victim, "two");
            context.Watch(victim);
            TestActor.Tell("watching");
        }));
        await ExpectMsgAsync("watching");
        Sys.Stop(victim);
        await ExpectMsgAsync("one");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task An_unhandled_Terminated_breaks_the_watcher()
    {
        var victim = Victim();
        var watcher = Sys.ActorOf(Props.Create(() => new Pact(victim)));
        Watch(watcher);
        await EventFilter.Exception<DeathPactException>().ExpectOneAsync(() =>
        {
            Sys.Stop(victim);
            return Task.CompletedTask;
        });
        await ExpectTerminatedAsync(watcher);
    }

    [Fact]
    public async Task A_parent_that_watches_its_child_is_told_once()
    {
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));
        watcher.Tell((Action<IActorContext>)(context =>
        {
            var kid = context.ActorOf(Props.Create(() => new Target()), "kid");
            context.Watch(kid);
            context.Stop(kid);
        }));
        await ExpectMsgAsync("kid ended");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        watcher.Tell((Action<IActorContext>)(context => TestActor.Tell(context.Child("kid").IsNobody())));
        await ExpectMsgAsync(true);
    }

    [Fact]
    public async Task Watching_oneself_is_nothing()
    {
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));
        watcher.Tell((Action<IActorContext>)(context => TestActor.Tell(context.Watch(context.Self))));
        await ExpectMsgAsync(watcher);
    }

    private sealed class Target : ReceiveActor
    {
        public Target() => Receive<string>(text => throw new InvalidOperationException(text));
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef observer)
        {
            Receive<Action<IActorContext>>(action => action(Context));
            Receive<Terminated>(ended => observer.Tell($"{ended.ActorRef.Path.Name} ended"));
            ReceiveAny(message => observer.Tell(message));
        }
    }

    private sealed class Pact : ReceiveActor
    {
        public Pact(IActorRef other) => Context.Watch(other);
    }
}
