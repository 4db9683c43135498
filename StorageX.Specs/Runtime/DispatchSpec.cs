using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class DispatchSpec : TestKit
{
    private const string Settings = """
        bounded { mailbox-type = "Akka.Dispatch.BoundedMailbox", mailbox-capacity = 2, mailbox-push-timeout-time = 100ms }
        threads { type = ForkJoinDispatcher, throughput = 5, dedicated-thread-pool { thread-count = 2, threadtype = background } }
        pinned { type = PinnedDispatcher }
        one-by-one { type = Dispatcher, throughput = 1 }
        """;

    public DispatchSpec()
        : base(ConfigurationFactory.ParseString(Settings))
    {
    }

    [Theory]
    [InlineData("akka.actor.default-dispatcher")]
    [InlineData("akka.actor.internal-dispatcher")]
    [InlineData("one-by-one")]
    [InlineData("threads")]
    [InlineData("pinned")]
    public async Task An_actor_runs_on_the_dispatcher_it_names(string dispatcher)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Ordered()).WithDispatcher(dispatcher));
        for (var i = 0; i < 1000; i++)
        {
            actor.Tell(i, TestActor);
        }

        actor.Tell("check", TestActor);
        await ExpectMsgAsync("1000 in order");
        Assert.True(await actor.GracefulStop(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void A_dispatcher_or_mailbox_that_is_not_configured_is_refused()
    {
        Assert.Throws<ConfigurationException>(() => Sys.ActorOf(Props.Create(() => new Ordered()).WithDispatcher("none")));
        Assert.Throws<ConfigurationException>(() => Sys.ActorOf(Props.Create(() => new Ordered()).WithMailbox("none")));
    }

    [Fact]
    public async Task A_full_mailbox_makes_senders_wait_and_then_drops()
    {
        using var gate = new ManualResetEventSlim();
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Sys.ActorOf(Props.Create(() => new Blocking(gate)).WithMailbox("bounded"));
        actor.Tell("block", TestActor);
        await ExpectMsgAsync("blocked");

        await Task.Run(() =>
        {
            for (var i = 0; i < 3; i++)
            {
                actor.Tell(i, TestActor);
            }
        });
        Assert.Equal(2, (await ExpectMsgAsync<DeadLetter>()).Message);
        gate.Set();
        await ExpectMsgAsync(0);
        await ExpectMsgAsync(1);
    }

    [Fact]
    public async Task Actors_that_block_on_their_own_threads_take_none_from_others()
    {
        using var gate = new ManualResetEventSlim();
        for (var i = 0; i < 4; i++)
        {
            Sys.ActorOf(Props.Create(() => new Blocking(gate)).WithDispatcher("threads")).Tell("block", ActorRefs.NoSender);
        }

        var free = Sys.ActorOf(Props.Create(() => new Ordered()));
        free.Tell("check", TestActor);
        await ExpectMsgAsync("0 in order");
        gate.Set();
    }

    private sealed class Ordered : ReceiveActor
    {
        private int _next;

        public Ordered()
        {
            Receive<int>(number => _next = number == _next ? _next + 1 : -1_000_000);
            Receive<string>(_ => Sender.Tell($"{_next} in order"));
        }
    }

    private sealed class Blocking : ReceiveActor
    {
        public Blocking(ManualResetEventSlim gate)
        {
            Receive<string>(_ =>
            {
                Sender.Tell("blocked");
                gate.Wait(TimeSpan.FromSeconds(10));
            });
            ReceiveAny(message => Sender.Tell(message));
        }
    }
}
