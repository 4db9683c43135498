using Akka.Actor;
using Akka.Configuration;
using Akka.Routing;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class RouterSpec : TestKit
{
    private const string Deployment = """
        akka.actor.deployment {
          "/configured" { router = round-robin-pool, nr-of-instances = 3 }
          "/smallest" { router = smallest-mailbox-pool, nr-of-instances = 2 }
          "/parent/*" { router = round-robin-pool, nr-of-instances = 4 }
          "/deep/**" { dispatcher = pinned }
          "/elastic" {
            router = round-robin-pool
            nr-of-instances = 1
            resizer { enabled = on, lower-bound = 2, upper-bound = 3, messages-per-resize = 1 }
          }
        }
        pinned { type = PinnedDispatcher }
        """;

    public RouterSpec()
        : base(ConfigurationFactory.ParseString(Deployment))
    {
    }

    [Fact]
    public async Task Round_robin_takes_turns()
    {
        var router = Router(new RoundRobinPool(3));
        var names = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            names.Add(await router.Ask<string>("who", TimeSpan.FromSeconds(3)));
        }

        Assert.Equal(3, names.Distinct().Count());
        Assert.Equal(names.Take(3), names.Skip(3));
    }

    [Fact]
    public async Task Smallest_mailbox_takes_the_first_empty_one_even_if_its_routee_is_busy()
    {
        var router = Router(new SmallestMailboxPool(3));
        using var gate = new ManualResetEventSlim();
        router.Tell(gate, TestActor);
        await ExpectMsgAsync("blocked");

        router.Tell("who", TestActor);
        var second = Task.Run(() => router.Ask<string>("who", TimeSpan.FromSeconds(3)));
        Assert.Equal("$b", await second);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        gate.Set();
        await ExpectMsgAsync("$a");
    }

    [Fact]
    public async Task A_broadcast_reaches_every_routee()
    {
        Router(new RoundRobinPool(3)).Tell(new Broadcast("who"), TestActor);
        var names = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            names.Add(await ExpectMsgAsync<string>());
        }

        Assert.Equal(3, names.Count);
    }

    [Fact]
    public async Task Routees_can_be_listed_added_and_removed()
    {
        var router = Router(new RoundRobinPool(2));
        Assert.Equal(2, await Size(router));

        router.Tell(new AdjustPoolSize(2));
        Assert.Equal(4, await Size(router));
        router.Tell(new AdjustPoolSize(-1));
        Assert.Equal(3, await Size(router));
        router.Tell(new AddRoutee(Routee.FromActorRef(TestActor)));
        Assert.Equal(4, await Size(router));
        router.Tell(new Broadcast("hello"));
        await ExpectMsgAsync("hello");
    }

    [Fact]
    public async Task A_stopped_routee_is_removed_and_the_last_one_takes_the_router_with_it()
    {
        var router = Router(new RoundRobinPool(2));
        Watch(router);
        router.Tell("stop");
        await AwaitAssertAsync(async () => Assert.Equal(1, await Size(router)));
        router.Tell("stop");
        await ExpectTerminatedAsync(router);
    }

    [Fact]
    public async Task A_poison_pill_stops_the_router_and_all_routees()
    {
        var router = Router(new RoundRobinPool(2));
        var routees = (await router.Ask<Routees>(GetRoutees.Instance, TimeSpan.FromSeconds(3))).Members.Cast<ActorRefRoutee>().ToList();
        Watch(router);
        foreach (var routee in routees)
        {
            Watch(routee.Actor);
        }

        router.Tell(PoisonPill.Instance);
        for (var i = 0; i < 3; i++)
        {
            await ExpectMsgAsync<Terminated>();
        }
    }

    [Fact]
    public async Task A_pool_restarts_the_routee_that_failed_and_no_other()
    {
        var router = Router(new RoundRobinPool(2));
        router.Tell(new Broadcast(1));
        await EventFilter.Exception<InvalidOperationException>().ExpectOneAsync(() => Do(() => router.Tell("fail")));

        router.Tell(new Broadcast("sum"), TestActor);
        var sums = new[] { await ExpectMsgAsync<int>(), await ExpectMsgAsync<int>() };
        Assert.Equal([0, 1], sums.Order());
    }

    [Fact]
    public async Task The_strategy_of_a_pool_is_its_own()
    {
        var router = Router(new RoundRobinPool(1).WithSupervisorStrategy(SupervisorStrategy.StoppingStrategy));
        Watch(router);
        await EventFilter.Exception<InvalidOperationException>().ExpectOneAsync(() => Do(() => router.Tell("fail")));
        await ExpectTerminatedAsync(router);
    }

    [Fact]
    public async Task A_pool_can_be_configured()
    {
        Assert.Equal(3, await Size(Router(FromConfig.Instance, "configured")));
        Assert.Equal(2, await Size(Router(FromConfig.Instance, "smallest")));
    }

    [Fact]
    public async Task The_configuration_wins_over_the_code() =>
        Assert.Equal(3, await Size(Router(new SmallestMailboxPool(7), "configured")));

    [Fact]
    public void A_router_that_the_configuration_does_not_know_is_refused() =>
        Assert.Throws<ConfigurationException>(() => Router(FromConfig.Instance, "unknown"));

    [Fact]
    public async Task A_star_stands_for_one_name_and_two_for_the_rest()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent()), "parent");
        var any = await parent.Ask<IActorRef>("any", TimeSpan.FromSeconds(3));
        Assert.Equal(4, await Size(any));

        var deep = Sys.ActorOf(Props.Create(() => new Worker()), "deep");
        Assert.Equal("$deep", "$" + await deep.Ask<string>("who", TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task A_resizer_lets_a_pool_grow_when_all_are_busy()
    {
        var router = Router(FromConfig.Instance, "elastic");
        Assert.InRange(await Size(router), 1, 2);
        using var gate = new ManualResetEventSlim();
        await AwaitAssertAsync(
            async () =>
            {
                router.Tell(gate);
                router.Tell(gate);
                Assert.Equal(3, await Size(router));
            },
            TimeSpan.FromSeconds(10));
        gate.Set();
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static async Task<int> Size(IActorRef router) =>
        (await router.Ask<Routees>(GetRoutees.Instance, TimeSpan.FromSeconds(3))).Members.Count();

    private IActorRef Router(RouterConfig config, string? name = null) =>
        Sys.ActorOf(Props.Create(() => new Worker()).WithRouter(config), name);

    private sealed class Parent : ReceiveActor
    {
        public Parent() => Receive<string>(name =>
            Sender.Tell(Context.ActorOf(Props.Create(() => new Worker()).WithRouter(FromConfig.Instance), name)));
    }

    private sealed class Worker : ReceiveActor
    {
        private int _sum;

        public Worker()
        {
            Receive<int>(number => _sum += number);
            Receive<string>(text => text == "who", _ => Sender.Tell(Self.Path.Name));
            Receive<string>(text => text == "sum", _ => Sender.Tell(_sum));
            Receive<string>(text => text == "stop", _ => Context.Stop(Self));
            Receive<string>(text => throw new InvalidOperationException(text));
            Receive<ManualResetEventSlim>(gate =>
            {
                Sender.Tell("blocked");
                gate.Wait(TimeSpan.FromSeconds(5));
            });
        }
    }
}
