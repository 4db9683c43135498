using Akka.Actor;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class SupervisionSpec : TestKit
{
    [Theory]
    [InlineData(Directive.Restart, 0, false)]
    [InlineData(Directive.Stop, 0, true)]
    public async Task A_directive_is_carried_out(Directive directive, int sum, bool stops)
    {
        var child = await ChildOf(new OneForOneStrategy(_ => directive));
        Watch(child);
        child.Tell(1);
        await Failing(() => child.Tell("fail"));
        if (stops)
        {
            await ExpectTerminatedAsync(child);
        }
        else
        {
            child.Tell("sum", TestActor);
            await ExpectMsgAsync(sum);
        }
    }

    [Fact]
    public async Task A_child_that_resumes_keeps_its_state_and_leaves_a_warning()
    {
        var child = await ChildOf(new OneForOneStrategy(_ => Directive.Resume));
        child.Tell(1);
        await EventFilter.Warning("fail").ExpectOneAsync(() => Do(() => child.Tell("fail")));
        child.Tell("sum", TestActor);
        await ExpectMsgAsync(1);
    }

    [Fact]
    public async Task Escalation_makes_the_supervisor_fail()
    {
        var top = Sys.ActorOf(Props.Create(() => new Supervisor(new OneForOneStrategy(_ => Directive.Stop))), "top");
        var middle = await Add(top, Props.Create(() => new Supervisor(new OneForOneStrategy(_ => Directive.Escalate))));
        var child = await Add(middle, Props.Create(() => new Child()));
        Watch(middle);

        await Failing(() => child.Tell("fail"));

        await ExpectTerminatedAsync(middle);
    }

    [Fact]
    public async Task One_for_one_leaves_siblings_alone_and_all_for_one_does_not()
    {
        foreach (var (strategy, expected) in new (SupervisorStrategy, int)[]
            { (new OneForOneStrategy(_ => Directive.Restart), 5), (new AllForOneStrategy(_ => Directive.Restart), 0) })
        {
            var supervisor = Sys.ActorOf(Props.Create(() => new Supervisor(strategy)));
            var failing = await Add(supervisor, Props.Create(() => new Child()));
            var sibling = await Add(supervisor, Props.Create(() => new Child()));
            sibling.Tell(5);
            sibling.Tell("sum", TestActor);
            await ExpectMsgAsync(5);

            await Failing(() => failing.Tell("fail"));
            failing.Tell("sum", TestActor);
            await ExpectMsgAsync(0);
            sibling.Tell("sum", TestActor);
            await ExpectMsgAsync(expected);
        }
    }

    [Fact]
    public async Task All_for_one_stops_all()
    {
        var supervisor = Sys.ActorOf(Props.Create(() => new Supervisor(new AllForOneStrategy(_ => Directive.Stop))));
        var failing = await Add(supervisor, Props.Create(() => new Child()));
        var sibling = await Add(supervisor, Props.Create(() => new Child()));
        Watch(sibling);
        await Failing(() => failing.Tell("fail"));
        await ExpectTerminatedAsync(sibling);
    }

    [Theory]
    [InlineData(0, -1, 0)]
    [InlineData(2, -1, 2)]
    [InlineData(3, 60_000, 3)]
    [InlineData(-1, 60_000, 1)]
    public async Task Restarts_are_counted(int retries, int window, int restarts)
    {
        var child = await ChildOf(new OneForOneStrategy(retries, window, _ => Directive.Restart));
        Watch(child);
        for (var i = 0; i < restarts; i++)
        {
            await Failing(() => child.Tell("fail"));
            child.Tell("sum", TestActor);
            await ExpectMsgAsync(0);
        }

        await Failing(() => child.Tell("fail"));
        await ExpectTerminatedAsync(child);
    }

    [Fact]
    public async Task Null_is_any_number_without_a_window_and_one_within_it()
    {
        var tireless = await ChildOf(new OneForOneStrategy(null, null, _ => Directive.Restart));
        for (var i = 0; i < 20; i++)
        {
            await Failing(() => tireless.Tell("fail"));
        }

        tireless.Tell("sum", TestActor);
        await ExpectMsgAsync(0);

        var once = await ChildOf(new OneForOneStrategy(null, TimeSpan.FromMinutes(1), _ => Directive.Restart));
        Watch(once);
        await Failing(() => once.Tell("fail"));
        await Failing(() => once.Tell("fail"));
        await ExpectTerminatedAsync(once);
    }

    [Fact]
    public async Task A_window_is_fixed_from_its_first_failure_and_a_new_one_opens_after_it()
    {
        var child = await ChildOf(new OneForOneStrategy(2, 400, _ => Directive.Restart));
        for (var i = 0; i < 3; i++)
        {
            await Failing(() => child.Tell("fail"));
            var later = CreateTestProbe();
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(450), later.Ref, "now", ActorRefs.NoSender);
            await later.ExpectMsgAsync("now");
        }

        child.Tell("sum", TestActor);
        await ExpectMsgAsync(0);
    }

    [Fact]
    public async Task By_default_a_child_is_restarted_but_stopped_when_killed()
    {
        var supervisor = Sys.ActorOf(Props.Create(() => new Supervisor(null)));
        var child = await Add(supervisor, Props.Create(() => new Child()));
        Watch(child);
        await Failing(() => child.Tell("fail"));
        child.Tell("sum", TestActor);
        await ExpectMsgAsync(0);
        await EventFilter.Exception<ActorKilledException>().ExpectOneAsync(() => Do(() => child.Tell(Kill.Instance)));
        await ExpectTerminatedAsync(child);
    }

    [Fact]
    public void The_default_decider_stops_what_cannot_run()
    {
        Assert.Equal(Directive.Stop, SupervisorStrategy.DefaultDecider.Decide(new ActorInitializationException("x")));
        Assert.Equal(Directive.Stop, SupervisorStrategy.DefaultDecider.Decide(new ActorKilledException("x")));
        Assert.Equal(Directive.Stop, SupervisorStrategy.DefaultDecider.Decide(new DeathPactException(TestActor)));
        Assert.Equal(Directive.Restart, SupervisorStrategy.DefaultDecider.Decide(new InvalidOperationException("x")));
        Assert.Equal(Directive.Stop, SupervisorStrategy.StoppingStrategy.Decider.Decide(new InvalidOperationException("x")));
    }

    [Fact]
    public async Task A_strategy_given_with_the_props_wins()
    {
        var supervisor = Sys.ActorOf(Props.Create(() => new Supervisor(null)).WithSupervisorStrategy(SupervisorStrategy.StoppingStrategy));
        var child = await Add(supervisor, Props.Create(() => new Child()));
        Watch(child);
        await Failing(() => child.Tell("fail"));
        await ExpectTerminatedAsync(child);
    }

    [Fact]
    public async Task Messages_wait_while_a_child_restarts()
    {
        var child = await ChildOf(new OneForOneStrategy(_ => Directive.Restart));
        await Failing(() =>
        {
            child.Tell("fail");
            for (var i = 1; i <= 100; i++)
            {
                child.Tell(1);
            }

            child.Tell("sum", TestActor);
        });
        await ExpectMsgAsync(100);
    }

    [Fact]
    public async Task A_guardian_that_stops_failing_actors_can_be_configured()
    {
        using var system = ActorSystem.Create("stopping", "akka.actor.guardian-supervisor-strategy = \"Akka.Actor.StoppingSupervisorStrategy\", akka.loggers = [], akka.stdout-loglevel = OFF");
        var child = system.ActorOf(Props.Create(() => new Child()));
        var probe = new TaskCompletionSource();
        system.ActorOf(Props.Create(() => new Watcher(child, probe)));
        child.Tell("fail");
        await probe.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private Task Failing(Action action) => EventFilter.Exception<InvalidOperationException>("fail").ExpectAsync(1, () => Do(action));

    private async Task<IActorRef> ChildOf(SupervisorStrategy strategy) =>
        await Add(Sys.ActorOf(Props.Create(() => new Supervisor(strategy))), Props.Create(() => new Child()));

    private static Task<IActorRef> Add(IActorRef supervisor, Props props) => supervisor.Ask<IActorRef>(props, TimeSpan.FromSeconds(3));

    private sealed class Supervisor : ReceiveActor
    {
        private readonly SupervisorStrategy? _strategy;

        public Supervisor(SupervisorStrategy? strategy)
        {
            _strategy = strategy;
            Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));
        }

        protected override SupervisorStrategy SupervisorStrategy() => _strategy ?? base.SupervisorStrategy();
    }

    private sealed class Child : ReceiveActor
    {
        private int _sum;

        public Child()
        {
            Receive<int>(number => _sum += number);
            Receive<string>(text => text == "sum", _ => Sender.Tell(_sum));
            Receive<string>(text => throw new InvalidOperationException(text));
        }
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef other, TaskCompletionSource ended)
        {
            Context.Watch(other);
            Receive<Terminated>(_ => ended.SetResult());
        }
    }
}
