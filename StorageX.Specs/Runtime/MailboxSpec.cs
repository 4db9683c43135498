using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class MailboxSpec : TestKit
{
    private const int Senders = 8;
    private const int Messages = 30_000;

    public MailboxSpec()
        : base(ConfigurationFactory.ParseString("one-thread { type = ForkJoinDispatcher, throughput = 5, dedicated-thread-pool { thread-count = 1, threadtype = background } }"))
    {
    }

    [Fact]
    public async Task Senders_on_many_threads_lose_nothing_and_each_keeps_its_order()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Checking(TestActor)));
        using var start = new Barrier(Senders);
        var threads = Enumerable.Range(0, Senders).Select(sender => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < Messages; i++)
            {
                actor.Tell((sender, i), ActorRefs.NoSender);

                // Now and then the mailbox runs empty, and all begin again at once.
                if (i % 5000 == 4999)
                {
                    actor.Ask("empty?", TimeSpan.FromSeconds(30)).Wait();
                    start.SignalAndWait();
                }
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(threads);

        actor.Tell("report", TestActor);
        await ExpectMsgAsync($"{Senders * Messages} in order", TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("akka.actor.default-dispatcher")]
    [InlineData("one-thread")]
    public async Task Actors_that_never_run_dry_leave_room_for_others(string dispatcher)
    {
        var busy = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => Sys.ActorOf(Props.Create(() => new Endless()).WithDispatcher(dispatcher))).ToList();
        busy.ForEach(actor => actor.Tell("go", ActorRefs.NoSender));
        var other = Sys.ActorOf(Props.Create(() => new Checking(TestActor)).WithDispatcher(dispatcher));

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("empty", await other.Ask<string>("empty?", TimeSpan.FromSeconds(10)));
        }

        busy.ForEach(Sys.Stop);
    }

    private sealed class Checking : ReceiveActor
    {
        private readonly int[] _next = new int[Senders];

        public Checking(IActorRef parent)
        {
            Receive<(int Sender, int Number)>(message =>
            {
                if (_next[message.Sender]++ != message.Number)
                {
                    parent.Tell($"{message} came after {_next[message.Sender] - 2}");
                }
            });
            Receive<string>(message => message == "empty?", _ => Sender.Tell("empty"));
            Receive<string>(_ => Sender.Tell($"{_next.Sum()} in order"));
        }
    }

    private sealed class Endless : ReceiveActor
    {
        public Endless() => ReceiveAny(message => Self.Tell(message));
    }
}
