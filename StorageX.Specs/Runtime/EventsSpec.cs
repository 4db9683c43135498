using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class EventsSpec : TestKit
{
    private interface IMarked;

    public EventsSpec()
        : base("akka.loglevel = DEBUG")
    {
    }

    [Fact]
    public async Task Subscribers_get_events_of_their_class_of_derived_classes_and_of_an_interface()
    {
        var byInterface = CreateTestProbe();
        Sys.EventStream.Subscribe(TestActor, typeof(Happened));
        Sys.EventStream.Subscribe<IMarked>(byInterface.Ref);

        Sys.EventStream.Publish(new Happened(1));
        Sys.EventStream.Publish(new HappenedMarked(2));
        Sys.EventStream.Publish("unrelated");

        Assert.Equal(1, (await ExpectMsgAsync<Happened>()).Number);
        Assert.Equal(2, (await ExpectMsgAsync<Happened>()).Number);
        Assert.Equal(2, (await byInterface.ExpectMsgAsync<Happened>()).Number);
        await byInterface.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_subscription_is_made_once_and_can_be_ended()
    {
        Assert.True(Sys.EventStream.Subscribe(TestActor, typeof(Happened)));
        Assert.False(Sys.EventStream.Subscribe(TestActor, typeof(Happened)));
        Sys.EventStream.Publish(new Happened(1));
        await ExpectMsgAsync<Happened>();
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        Assert.True(Sys.EventStream.Unsubscribe(TestActor, typeof(Happened)));
        Assert.False(Sys.EventStream.Unsubscribe(TestActor, typeof(Happened)));
        Sys.EventStream.Publish(new Happened(2));
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task What_a_stopped_actor_gets_is_a_dead_letter()
    {
        var actor = Sys.ActorOf(Props.Empty);
        await actor.GracefulStop(TimeSpan.FromSeconds(3));
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));

        actor.Tell("late", TestActor);
        var letter = await ExpectMsgAsync<DeadLetter>();
        Assert.Equal(("late", TestActor, actor), ((string)letter.Message, letter.Sender, letter.Recipient));

        actor.Tell(new Quiet(), TestActor);
        Assert.IsType<Quiet>((await ExpectMsgAsync<SuppressedDeadLetter>()).Message);
        actor.Tell(PoisonPill.Instance);
        await ExpectMsgAsync<SuppressedDeadLetter>();
    }

    [Fact]
    public async Task What_waited_in_a_mailbox_when_its_actor_stopped_is_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        using var gate = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new Blocking(gate)));
        actor.Tell("block", TestActor);
        await ExpectMsgAsync("blocked");
        for (var i = 0; i < 3; i++)
        {
            actor.Tell(i);
        }

        gate.Set();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(i, (await ExpectMsgAsync<DeadLetter>()).Message);
        }
    }

    [Fact]
    public async Task Log_lines_carry_source_level_text_and_cause()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        var log = Logging.GetLogger(Sys, "me");

        log.Debug("numbered {0:000} and {1}", 5, "x");
        log.Info("named {Piece} of {File}", 1, "f");
        log.Warning("plain {braces}");
        log.Error(new InvalidOperationException("cause"), "bad {0}", 1);

        await Expect<Debug>("numbered 005 and x", LogLevel.DebugLevel);
        await Expect<Info>("named 1 of f", LogLevel.InfoLevel);
        await Expect<Warning>("plain {braces}", LogLevel.WarningLevel);
        Assert.IsType<InvalidOperationException>((await Expect<Error>("bad 1", LogLevel.ErrorLevel)).Cause);

        async Task<T> Expect<T>(string text, LogLevel level)
            where T : LogEvent
        {
            var line = await FishForMessageAsync<T>(each => each.LogSource.StartsWith("me", StringComparison.Ordinal));
            Assert.Equal(text, line.Message.ToString());
            Assert.Equal(level, line.LogLevel());
            return line;
        }
    }

    [Fact]
    public async Task An_actor_logs_under_its_path()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        var actor = Sys.ActorOf(Props.Create(() => new Talkative()), "talkative");
        actor.Tell("hello");
        Assert.Equal(actor.Path.ToString(), (await FishForMessageAsync<Info>(line => Equals(line.Message.ToString(), "got hello"))).LogSource);
    }

    [Fact]
    public void Levels_have_names()
    {
        Assert.Equal(LogLevel.InfoLevel, Logging.LogLevelFor("info"));
        Assert.Throws<ArgumentException>(() => Logging.LogLevelFor("loud"));
    }

    [Fact]
    public async Task A_logger_can_be_configured_and_gets_its_level_and_above()
    {
        Collecting.Lines.Clear();
        var system = ActorSystem.Create("logs", $"akka {{ loglevel = WARNING, loggers = [\"{typeof(Collecting).AssemblyQualifiedName}\"] }}");
        system.Log.Info("too low");
        system.Log.Warning("enough");
        system.Log.Error("more");
        await AwaitAssertAsync(() => Assert.Equal(["enough", "more"], Collecting.Lines));
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(10));
    }

    public sealed class Collecting : ReceiveActor
    {
        public Collecting()
        {
            Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<LogEvent>(line => Lines.Enqueue(line.Message.ToString()!));
        }

        public static System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();
    }

    private record Happened(int Number);

    private sealed record HappenedMarked(int Number) : Happened(Number), IMarked;

    private sealed class Quiet : IDeadLetterSuppression;

    private sealed class Blocking : ReceiveActor
    {
        public Blocking(ManualResetEventSlim gate) => ReceiveAny(_ =>
        {
            Sender.Tell("blocked");
            gate.Wait();
            Context.Stop(Self);
        });
    }

    private sealed class Talkative : ReceiveActor
    {
        public Talkative() => Receive<string>(text => Context.GetLogger().Info("got {0}", text));
    }
}
