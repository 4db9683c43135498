using Akka.Actor;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

/// <summary>Throws wherever an actor can throw: nothing hangs, and the log has each failure once.</summary>
public sealed class FailureInjectionSpec : TestKit
{
    public enum Place
    {
        Nowhere,
        Constructor,
        PreStart,
        PostStop,
        PreRestart,
        PostRestart,
        SecondConstructor,
        AfterAwait,
    }

    [Theory]
    [InlineData(Place.Constructor, true)]
    [InlineData(Place.Constructor, false)]
    [InlineData(Place.PreStart, true)]
    [InlineData(Place.PreStart, false)]
    public async Task An_actor_that_cannot_start_is_stopped_and_logged(Place place, bool topLevel)
    {
        await EventFilter.Exception<ActorInitializationException>().ExpectOneAsync(async () =>
        {
            var props = Props.Create(() => new Thrower(place, new int[1], TestActor));
            Watch(topLevel ? Sys.ActorOf(props) : await Supervisor(null).Ask<IActorRef>(props, TimeSpan.FromSeconds(3)));
            await ExpectMsgAsync<Terminated>();
        });
    }

    [Fact]
    public async Task An_actor_that_never_starts_is_given_up_after_its_retries()
    {
        var attempts = new int[1];
        var supervisor = Supervisor(new OneForOneStrategy(3, -1, _ => Directive.Restart));
        await EventFilter.Exception<ActorInitializationException>().ExpectAsync(4, async () =>
        {
            Watch(await supervisor.Ask<IActorRef>(Props.Create(() => new Thrower(Place.Constructor, attempts, TestActor)), TimeSpan.FromSeconds(3)));
            await ExpectMsgAsync<Terminated>();
        });
        Assert.Equal(4, attempts[0]);
    }

    [Theory]
    [InlineData(Place.PreRestart)]
    [InlineData(Place.PostStop)]
    public async Task A_failure_before_a_restart_is_logged_and_the_restart_goes_on(Place place)
    {
        var child = await Child(null, place);
        await EventFilter.Exception<PreRestartException>().ExpectOneAsync(() => Fail(child));
        child.Tell("echo", TestActor);
        await ExpectMsgAsync("echo");
    }

    [Fact]
    public async Task A_failure_while_stopping_is_logged_and_the_stop_goes_on()
    {
        var child = await Child(null, Place.PostStop);
        Watch(child);
        await EventFilter.Exception<ArithmeticException>().ExpectOneAsync(() =>
        {
            Sys.Stop(child);
            return Task.CompletedTask;
        });
        await ExpectTerminatedAsync(child);
    }

    [Theory]
    [InlineData(Place.PostRestart)]
    [InlineData(Place.SecondConstructor)]
    public async Task A_failed_restart_stops_the_child_and_is_logged(Place place)
    {
        var child = await Child(null, place);
        Watch(child);
        await EventFilter.Exception<PostRestartException>().ExpectOneAsync(() => Fail(child));
        await ExpectTerminatedAsync(child);
    }

    [Theory]
    [InlineData(Place.PostRestart)]
    [InlineData(Place.SecondConstructor)]
    public async Task A_restart_that_fails_again_and_again_is_given_up(Place place)
    {
        var child = await Child(new OneForOneStrategy(3, -1, _ => Directive.Restart), place);
        Watch(child);
        await EventFilter.Exception<PostRestartException>().ExpectAsync(3, () => Fail(child));
        await ExpectTerminatedAsync(child);
    }

    [Fact]
    public async Task A_decider_that_throws_makes_the_supervisor_fail()
    {
        var supervisor = Supervisor(new OneForOneStrategy(_ => throw new InvalidCastException("decider")));
        var child = await Add(supervisor, Place.Nowhere);
        Watch(child);
        await EventFilter.Exception<InvalidCastException>("decider").ExpectOneAsync(() =>
        {
            child.Tell("fail");
            return Task.CompletedTask;
        });
        await ExpectTerminatedAsync(child);
        Assert.NotNull(await Add(supervisor, Place.Nowhere));
    }

    [Fact]
    public async Task A_supervisor_that_fails_while_its_child_restarts_takes_the_child_along()
    {
        var supervisor = Supervisor(null);
        var child = await Add(supervisor, Place.Nowhere);
        Watch(child);
        await EventFilter.Exception<InvalidOperationException>("the supervisor too").ExpectOneAsync(() =>
        {
            child.Tell("fail");
            supervisor.Tell("the supervisor too");
            return Task.CompletedTask;
        });
        await ExpectTerminatedAsync(child);
        Assert.NotNull(await Add(supervisor, Place.Nowhere));
    }

    [Fact]
    public async Task A_task_that_fails_while_it_is_awaited_is_logged_once_and_the_mailbox_goes_on()
    {
        var child = await Child(null, Place.AfterAwait);
        await EventFilter.Exception<ArithmeticException>().ExpectOneAsync(() =>
        {
            child.Tell(1);
            return Task.CompletedTask;
        });
        child.Tell("echo", TestActor);
        await ExpectMsgAsync("echo");
    }

    [Fact]
    public async Task A_stop_while_a_task_is_awaited_ends_the_actor_at_once()
    {
        var child = await Child(null, Place.Nowhere);
        Watch(child);
        child.Tell(new TaskCompletionSource());
        Sys.Stop(child);
        await ExpectTerminatedAsync(child);
    }

    private IActorRef Supervisor(SupervisorStrategy? strategy) => Sys.ActorOf(Props.Create(() => new Parent(strategy)));

    private Task<IActorRef> Child(SupervisorStrategy? strategy, Place place) => Add(Supervisor(strategy), place);

    private async Task<IActorRef> Add(IActorRef supervisor, Place place)
    {
        var child = await supervisor.Ask<IActorRef>(Props.Create(() => new Thrower(place, new int[1], TestActor)), TimeSpan.FromSeconds(3));
        child.Tell("echo", TestActor);
        await ExpectMsgAsync("echo");
        return child;
    }

    private Task Fail(IActorRef child) => EventFilter.Exception<InvalidOperationException>("fail").ExpectOneAsync(() =>
    {
        child.Tell("fail");
        return Task.CompletedTask;
    });

    private sealed class Parent : ReceiveActor
    {
        private readonly SupervisorStrategy? _strategy;

        public Parent(SupervisorStrategy? strategy)
        {
            _strategy = strategy;
            Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));
            Receive<string>(text => throw new InvalidOperationException(text));
        }

        protected override SupervisorStrategy SupervisorStrategy() => _strategy ?? base.SupervisorStrategy();
    }

    private sealed class Thrower : ReceiveActor
    {
        private readonly Place _place;

        public Thrower(Place place, int[] instances, IActorRef observer)
        {
            _place = place;
            instances[0]++;
            Throw(Place.Constructor);
            if (instances[0] > 1)
            {
                Throw(Place.SecondConstructor);
            }

            Receive<string>(text => text == "echo", text => observer.Tell(text));
            Receive<string>(text => throw new InvalidOperationException(text));
            ReceiveAsync<int>(async _ =>
            {
                await Task.Yield();
                Throw(Place.AfterAwait);
            });
            ReceiveAsync<TaskCompletionSource>(source => source.Task);
        }

        protected override void PreStart() => Throw(Place.PreStart);

        protected override void PostStop() => Throw(Place.PostStop);

        protected override void PreRestart(Exception reason, object message)
        {
            Throw(Place.PreRestart);
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            Throw(Place.PostRestart);
            base.PostRestart(reason);
        }

        private void Throw(Place here)
        {
            if (here == _place)
            {
                throw new ArithmeticException($"in {here}");
            }
        }
    }
}
