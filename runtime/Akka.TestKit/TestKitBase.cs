using System.Linq.Expressions;
using Akka.TestKit.Internal;
using Xunit;

namespace Akka.TestKit;

/// <summary>An actor system for one test, with an actor whose messages the test expects. While a test runs, what it
/// tells without a sender comes from <see cref="TestActor"/>.</summary>
/// <remarks>Times are multiplied by <c>akka.test.timefactor</c>. One that is left out is what is left of the innermost
/// Within or, outside of any, 3 s. A hint stands in the message of a failure; a token ends the wait.</remarks>
public abstract partial class TestKitBase
{
    private static int _names;

    private readonly Inbox _inbox = new();
    private protected MessageEnvelope? _last;

    /// <summary>Uses a system of somebody else's, or makes one.</summary>
    private protected TestKitBase(ActorSystem? system, Config? config = null, string? systemName = null, string? testActorName = null)
    {
        Sys = system ?? ActorSystem.Create(systemName ?? "test", (config ?? ConfigurationFactory.Empty).WithFallback(DefaultConfig));
        if (!Sys.Settings.Config.HasPath("akka.test.test-actor"))
            Sys.Settings.InjectTopLevelFallback(DefaultConfig);
        TestKitSettings = new TestKitSettings(Sys.Settings.Config);
        EventFilter = new EventFilterFactory(this, []);
        var props = Props.CreateInternal(() => new Internal.TestActor(_inbox)).WithDispatcher("akka.test.test-actor.dispatcher");
        TestActor = Sys.SystemActorOf(props, testActorName ?? $"testActor{Interlocked.Increment(ref _names)}");
        if (this is not INoImplicitSender)
            ImplicitSender.Set(TestActor);
        else if (this is not TestProbe)
            ImplicitSender.Clear();
    }

    /// <summary>The kit's defaults, which lie over those of the runtime.</summary>
    internal static Config DefaultConfig { get; } = ConfigurationFactory.FromResource<TestKitBase>("Akka.TestKit.testkit.hocon");

    /// <summary>The system under test.</summary>
    public ActorSystem Sys { get; }

    /// <summary>The section <c>akka.test</c> of the system's configuration.</summary>
    public TestKitSettings TestKitSettings { get; }

    /// <summary>The actor that receives what the test expects.</summary>
    public IActorRef TestActor { get; }

    /// <summary>Expects or mutes log entries.</summary>
    public EventFilterFactory EventFilter { get; }

    /// <summary>Who sent the message that was received last.</summary>
    public IActorRef LastSender => _last?.Sender ?? ActorRefs.Nobody;

    /// <summary>Whether something has come that no expectation has taken.</summary>
    public bool HasMessages => !_inbox.IsEmpty;

    /// <summary>Drops the messages of one type as they come, if the function says so.</summary>
    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        InTestActor((actor, _) => actor.Ignore(message => message is TMsg typed && shouldIgnoreMessage(typed)));

    /// <summary>Drops nothing any more.</summary>
    public void IgnoreNoMessages() => InTestActor((actor, _) => actor.Ignore(null));

    /// <summary>Makes the test actor watch another one; see <see cref="ExpectTerminated"/>.</summary>
    public IActorRef Watch(IActorRef actorToWatch)
    {
        InTestActor((_, context) => context.Watch(actorToWatch));
        return actorToWatch;
    }

    public async Task<IActorRef> WatchAsync(IActorRef actorToWatch)
    {
        await InTestActorAsync((_, context) => context.Watch(actorToWatch));
        return actorToWatch;
    }

    /// <summary>Undoes <see cref="Watch"/>.</summary>
    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        InTestActor((_, context) => context.Unwatch(actorToUnwatch));
        return actorToUnwatch;
    }

    /// <summary>Makes one more test actor, with an inbox of its own.</summary>
    public virtual TestProbe CreateTestProbe(string? name = null) => new(Sys, name);

    public IActorRef ActorOf(Props props, string? name = null) => Sys.ActorOf(props, name);

    /// <summary>Creates an actor of a class that has a constructor without parameters.</summary>
    public IActorRef ActorOf<TActor>(string? name)
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>(), name);
    public IActorRef ActorOf<TActor>()
        where TActor : ActorBase, new() => ActorOf<TActor>((string?)null);

    /// <summary>Creates an actor that runs on the thread of the test.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, string? name = null)
        where TActor : ActorBase => new(Sys, props, null, name);
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, string? name = null)
        where TActor : ActorBase => new(Sys, Props.Create(factory), null, name);

    /// <summary>Creates an actor that runs on the thread of the test, of a class that has a constructor without parameters.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(string? name = null)
        where TActor : ActorBase, new() => new(Sys, Props.Create<TActor>(), null, name);

    /// <summary>Ends the system and waits for its end: 5 s if no time is given, at most 10 s. When it is over, only a
    /// verified shutdown fails the test.</summary>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        var max = duration ?? TimeSpan.FromSeconds(Math.Min(10, Dilated(TimeSpan.FromSeconds(5)).TotalSeconds));
        try
        {
            Block(() => Sys.Terminate().WaitAsync(max));
        }
        catch (TimeoutException) when (!verifySystemShutdown)
        {
            Sys.Log.Warning("Failed to stop [{0}] within [{1}]", Sys.Name, max);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Failed to stop [{Sys.Name}] within [{max}]");
        }
    }

    private void InTestActor(Action<Internal.TestActor, IActorContext> action) => Block(() => InTestActorAsync(action));

    private Task InTestActorAsync(Action<Internal.TestActor, IActorContext> action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TestActor.Tell(new Internal.TestActor.Do(action, done), ActorRefs.NoSender);
        return done.Task.WaitAsync(TestKitSettings.DefaultTimeout);
    }
}
