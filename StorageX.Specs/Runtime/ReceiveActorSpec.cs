using System.Text;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class ReceiveActorSpec : TestKit
{
    [Fact]
    public async Task The_first_handler_that_fits_takes_the_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Ordered()));

        foreach (object message in new object[] { 5, 15, "text", 'c', 2.5, new DecoderFallbackException("x"), 100L })
        {
            actor.Tell(message, TestActor);
        }

        foreach (var expected in new[] { "int<10", "int", "string", "char", "func double", "ArgumentException", "any" })
        {
            await ExpectMsgAsync(expected);
        }
    }

    [Fact]
    public async Task What_no_handler_takes_is_published_as_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Sys.ActorOf(Props.Create(() => new StringsOnly()));

        actor.Tell(42, TestActor);

        var unhandled = await ExpectMsgAsync<UnhandledMessage>();
        Assert.Equal((42, TestActor, actor), ((int)unhandled.Message, unhandled.Sender, unhandled.Recipient));
    }

    [Fact]
    public async Task Become_replaces_all_but_the_first_handler_and_BecomeStacked_can_be_undone()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Switching()));

        actor.Tell("ask", TestActor);
        await ExpectMsgAsync("first");
        actor.Tell("stack", TestActor);
        actor.Tell("ask", TestActor);
        await ExpectMsgAsync("stacked");
        actor.Tell("pop", TestActor);
        actor.Tell("ask", TestActor);
        await ExpectMsgAsync("first");
        actor.Tell("replace", TestActor);
        actor.Tell("ask", TestActor);
        await ExpectMsgAsync("replaced");
        actor.Tell("pop", TestActor);
        actor.Tell("ask", TestActor);
        await ExpectMsgAsync("first");
    }

    [Fact]
    public async Task A_restart_goes_back_to_the_first_handler()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Switching()));
        actor.Tell("stack", TestActor);
        actor.Tell("ask", TestActor);
        await ExpectMsgAsync("stacked");

        await EventFilter.Exception<InvalidOperationException>().ExpectOneAsync(() =>
        {
            actor.Tell("fail", TestActor);
            return Task.CompletedTask;
        });

        actor.Tell("ask", TestActor);
        await ExpectMsgAsync("first");
    }

    [Fact]
    public async Task Become_in_the_constructor_counts()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BecomesAtOnce()));
        actor.Tell("ask", TestActor);
        await ExpectMsgAsync("became");
    }

    [Fact]
    public async Task A_handler_set_outside_constructor_and_Become_throws()
    {
        var actor = Sys.ActorOf(Props.Create(() => new SetsHandlersLate()));
        actor.Tell("now", TestActor);
        Assert.IsType<InvalidOperationException>(await ExpectMsgAsync<Exception>());
    }

    [Fact]
    public async Task No_handler_can_follow_one_that_takes_everything()
    {
        var actor = Sys.ActorOf(Props.Create(() => new AddsAfterAny(TestActor)));
        Assert.NotNull(actor);
        Assert.IsType<InvalidOperationException>(await ExpectMsgAsync<Exception>());
        Assert.IsType<InvalidOperationException>(await ExpectMsgAsync<Exception>());
    }

    [Fact]
    public async Task An_untyped_actor_gets_everything()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Untyped()));
        actor.Tell(1, TestActor);
        await ExpectMsgAsync("untyped 1");
        actor.Tell("become", TestActor);
        actor.Tell(1, TestActor);
        await ExpectMsgAsync("became 1");
    }

    [Fact]
    public async Task Context_is_for_the_actors_own_thread()
    {
        var outside = new TaskCompletionSource<Exception>();
        Sys.ActorOf(Props.Create(() => new UsesContextElsewhere(outside))).Tell("go");
        Assert.IsType<NotSupportedException>(await outside.Task.WaitAsync(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void Props_take_only_a_constructor_call()
    {
        var instance = (StringsOnly)null!;
        Assert.ThrowsAny<Exception>(() => Props.Create(() => instance));
    }

    [Fact]
    public async Task Props_evaluate_their_arguments_once()
    {
        var count = new int[1];
        var props = Props.Create(() => new Counting(Interlocked.Increment(ref count[0])));
        for (var i = 0; i < 2; i++)
        {
            Sys.ActorOf(props).Tell("ask", TestActor);
            await ExpectMsgAsync(1);
        }
    }

    [Fact]
    public async Task Props_find_the_constructor_by_its_arguments()
    {
        Sys.ActorOf(Props.Create<Counting>(7)).Tell("ask", TestActor);
        await ExpectMsgAsync(7);
        var type = typeof(Counting);
        Sys.ActorOf(Props.Create(type, 8)).Tell("ask", TestActor);
        await ExpectMsgAsync(8);
    }

    private sealed class Ordered : ReceiveActor
    {
        public Ordered()
        {
            Receive<int>(number => number < 10, _ => Sender.Tell("int<10"));
            Receive<int>(_ => Sender.Tell("int"));
            Receive<string>(_ => Sender.Tell("string"), text => text.Length > 0);
            Receive(typeof(char), _ => Sender.Tell("char"));
            Receive<double>(number =>
            {
                Sender.Tell("func double");
                return true;
            });
            Receive<ArgumentException>(_ => Sender.Tell("ArgumentException"));
            Receive<object>(_ => false);
            ReceiveAny(_ => Sender.Tell("any"));
        }
    }

    private sealed class StringsOnly : ReceiveActor
    {
        public StringsOnly() => Receive<string>(_ => { });
    }

    private sealed class Switching : ReceiveActor
    {
        public Switching() => Answering("first");

        private void Answering(string answer)
        {
            Receive<string>(text => text == "ask", _ => Sender.Tell(answer));
            Receive<string>(text => text == "stack", _ => BecomeStacked(() => Answering("stacked")));
            Receive<string>(text => text == "replace", _ => Become(() => Answering("replaced")));
            Receive<string>(text => text == "pop", _ => UnbecomeStacked());
            Receive<string>(text => text == "fail", _ => throw new InvalidOperationException("as told"));
        }
    }

    private sealed class BecomesAtOnce : ReceiveActor
    {
        public BecomesAtOnce()
        {
            Receive<string>(_ => Sender.Tell("constructor"));
            Become(() => Receive<string>(_ => Sender.Tell("became")));
        }
    }

    private sealed class SetsHandlersLate : ReceiveActor
    {
        public SetsHandlersLate() => Receive<string>(_ =>
        {
            try
            {
                Receive<int>(_ => { });
            }
            catch (InvalidOperationException error)
            {
                Sender.Tell(error);
            }
        });
    }

    private sealed class AddsAfterAny : ReceiveActor
    {
        public AddsAfterAny(IActorRef observer)
        {
            ReceiveAny(_ => { });
            Try(observer, () => Receive<string>(_ => { }));
            Become(() =>
            {
                Receive<object>(_ => { });
                Try(observer, () => Receive<string>(_ => { }));
            });
        }

        private static void Try(IActorRef observer, Action action)
        {
            try
            {
                action();
            }
            catch (Exception error)
            {
                observer.Tell(error);
            }
        }
    }

    private sealed class Untyped : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "become")
            {
                Become(later => Sender.Tell($"became {later}"));
            }
            else
            {
                Sender.Tell($"untyped {message}");
            }
        }
    }

    private sealed class UsesContextElsewhere : ReceiveActor
    {
        public UsesContextElsewhere(TaskCompletionSource<Exception> outside) => ReceiveAny(_ => new Thread(() =>
        {
            try
            {
                Context.Stop(Context.Self);
            }
            catch (Exception error)
            {
                outside.SetResult(error);
            }
        }).Start());
    }

    private sealed class Counting : ReceiveActor
    {
        public Counting(int number) => ReceiveAny(_ => Sender.Tell(number));
    }
}
