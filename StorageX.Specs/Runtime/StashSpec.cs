using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class StashSpec : TestKit
{
    [Fact]
    public async Task Stashed_messages_come_back_in_order_and_before_the_others()
    {
        var gate = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new Stashing(gate)));

        actor.Tell(1, TestActor);
        actor.Tell(2, TestActor);
        actor.Tell("block", TestActor);
        actor.Tell("open", TestActor);
        actor.Tell(3, TestActor);
        gate.Set();

        await ExpectMsgAsync(1);
        await ExpectMsgAsync(2);
        await ExpectMsgAsync(3);
        Assert.Equal(TestActor, await actor.Ask<IActorRef>("last sender", TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task The_same_message_cannot_be_stashed_twice()
    {
        var actor = Sys.ActorOf(Props.Create(() => new StashesTwice()));
        actor.Tell("x", TestActor);
        await ExpectMsgAsync<IllegalActorStateException>();
    }

    [Fact]
    public async Task A_full_stash_overflows()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Bounded()).WithStashCapacity(2));
        actor.Tell("capacity", TestActor);
        await ExpectMsgAsync(2);
        for (var i = 0; i < 3; i++)
        {
            actor.Tell(i, TestActor);
        }

        await ExpectMsgAsync(1);
        await ExpectMsgAsync(2);
        await ExpectMsgAsync("full: True");
        await ExpectMsgAsync<StashOverflowException>();
    }

    [Fact]
    public async Task An_unbounded_stash_has_no_capacity()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Unbounded()).WithStashCapacity(2));
        actor.Tell("capacity", TestActor);
        await ExpectMsgAsync(-1);
    }

    [Fact]
    public async Task A_restart_puts_the_stash_back_into_the_mailbox()
    {
        var actor = Sys.ActorOf(Props.Create(() => new OpensAfterRestart(TestActor)));
        actor.Tell(1, TestActor);
        actor.Tell(2, TestActor);
        await EventFilter.Exception<InvalidOperationException>().ExpectOneAsync(() =>
        {
            actor.Tell("fail", TestActor);
            actor.Tell(3, TestActor);
            return Task.CompletedTask;
        });

        await ExpectMsgAsync(1);
        await ExpectMsgAsync(2);
        await ExpectMsgAsync(3);
    }

    [Fact]
    public async Task A_stop_sends_the_stash_to_the_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Sys.ActorOf(Props.Create(() => new Stashing(new ManualResetEventSlim(true))));
        actor.Tell(1, TestActor);
        actor.Tell(2, TestActor);
        actor.Tell(PoisonPill.Instance);

        Assert.Equal(1, (await ExpectMsgAsync<DeadLetter>()).Message);
        Assert.Equal(2, (await ExpectMsgAsync<DeadLetter>()).Message);
    }

    [Fact]
    public async Task Unstash_takes_one_and_a_predicate_drops_what_it_does_not_choose()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Choosing()));
        for (var i = 1; i <= 5; i++)
        {
            actor.Tell(i, TestActor);
        }

        actor.Tell("one", TestActor);
        await ExpectMsgAsync(1);
        actor.Tell("even", TestActor);
        await ExpectMsgAsync(2);
        await ExpectMsgAsync(4);
        actor.Tell("clear", TestActor);
        await ExpectMsgAsync("");
    }

    private sealed class Stashing : ReceiveActor, IWithUnboundedStash
    {
        private IActorRef _last = ActorRefs.Nobody;

        public Stashing(ManualResetEventSlim gate)
        {
            Receive<string>(text => text == "block", _ => gate.Wait());
            Receive<string>(text => text == "open", _ =>
            {
                Stash.UnstashAll();
                Become(() =>
                {
                    Receive<int>(number =>
                    {
                        _last = Sender;
                        Sender.Tell(number);
                    });
                    Receive<string>(_ => Sender.Tell(_last));
                });
            });
            Receive<int>(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class StashesTwice : ReceiveActor, IWithUnboundedStash
    {
        public StashesTwice() => Receive<string>(_ =>
        {
            Stash.Stash();
            try
            {
                Stash.Stash();
            }
            catch (Exception error)
            {
                Sender.Tell(error);
            }
        });

        public IStash Stash { get; set; } = null!;
    }

#pragma warning disable CS0618 // Akka.NET names another way, but programs have this one.
    private sealed class Bounded : ReceiveActor, IWithBoundedStash
#pragma warning restore CS0618
    {
        public Bounded()
        {
            Receive<string>(_ => Sender.Tell(Stash.Capacity));
            Receive<int>(_ =>
            {
                try
                {
                    Stash.Stash();
                    Sender.Tell(Stash.Count);
                }
                catch (Exception error)
                {
                    Sender.Tell($"full: {Stash.IsFull}");
                    Sender.Tell(error);
                }
            });
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Unbounded : ReceiveActor, IWithUnboundedStash
    {
        public Unbounded() => ReceiveAny(_ => Sender.Tell(Stash.Capacity));

        public IStash Stash { get; set; } = null!;
    }

    private sealed class OpensAfterRestart : ReceiveActor, IWithUnboundedStash
    {
        private readonly IActorRef _observer;

        public OpensAfterRestart(IActorRef observer)
        {
            _observer = observer;
            Receive<int>(_ => Stash.Stash());
            Receive<string>(_ => throw new InvalidOperationException("as told"));
        }

        public IStash Stash { get; set; } = null!;

        protected override void PostRestart(Exception reason) => Become(() => ReceiveAny(message => _observer.Tell(message)));
    }

    private sealed class Choosing : ReceiveActor, IWithUnboundedStash
    {
        private bool _open;

        public Choosing()
        {
            Receive<int>(_ => !_open, _ => Stash.Stash());
            Receive<int>(number => Sender.Tell(number));
            Receive<string>(text =>
            {
                _open = true;
                switch (text)
                {
                    case "one":
                        Stash.Unstash();
                        break;
                    case "even":
                        Stash.UnstashAll(envelope => (int)envelope.Message % 2 == 0);
                        break;
                    default:
                        Sender.Tell(string.Join(',', Stash.ClearStash().Select(envelope => envelope.Message)));
                        break;
                }
            });
        }

        public IStash Stash { get; set; } = null!;
    }
}
