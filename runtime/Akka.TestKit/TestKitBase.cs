using System.Linq.Expressions;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>An actor system for one test, with an actor whose messages the test expects. While a test runs, what it
/// tells without a sender comes from <see cref="TestActor"/>.</summary>
/// <remarks>Times are multiplied by <c>akka.test.timefactor</c>. One that is left out is what is left of the innermost
/// Within or, outside of any, 3 s. A hint stands in the message of a failure; a token ends the wait.</remarks>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static int _names;

    private readonly Inbox _inbox = new();
    private readonly ITestKitAssertions _assertions;
    private MessageEnvelope? _last;

    /// <summary>Uses a system of somebody else's, or makes one.</summary>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system = null, string? testActorName = null)
        : this(assertions, system, null, null, testActorName)
    {
    }

    /// <summary>Makes a system.</summary>
    protected TestKitBase(ITestKitAssertions assertions, Config? config, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, config, actorSystemName, testActorName)
    {
    }

    private TestKitBase(ITestKitAssertions assertions, ActorSystem? system, Config? config, string? systemName, string? testActorName)
    {
        _assertions = assertions;
        Sys = system ?? ActorSystem.Create(systemName ?? "test", (config ?? ConfigurationFactory.Empty).WithFallback(DefaultConfig));
        if (!Sys.Settings.Config.HasPath("akka.test.test-actor"))
            Sys.Settings.InjectTopLevelFallback(DefaultConfig);
        TestKitSettings = new TestKitSettings(Sys.Settings.Config);
        EventFilter = new EventFilterFactory(this);
        var props = Props.CreateInternal(() => new Internal.TestActor(_inbox)).WithDispatcher("akka.test.test-actor.dispatcher");
        TestActor = ((ExtendedActorSystem)Sys).SystemActorOf(props, testActorName ?? $"testActor{Interlocked.Increment(ref _names)}");
        if (this is not INoImplicitSender)
            ImplicitSender.Set(TestActor);
        else if (this is not TestProbe)
            ImplicitSender.Clear();
    }

    /// <summary>The kit's defaults, which lie over those of the runtime.</summary>
    public static Config DefaultConfig { get; } = ConfigurationFactory.FromResource<TestKitBase>("Akka.TestKit.testkit.hocon");

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

    /// <summary>The message that was received last; null if the last expectation received none.</summary>
    public object? LastMessage => _last?.Message;

    /// <summary>Whether something has come that no expectation has taken.</summary>
    public bool HasMessages => !_inbox.IsEmpty;

    /// <summary>Drops messages as they come, if the function says so, in place of any earlier such function.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) => InTestActor((actor, _) => actor.Ignore(shouldIgnoreMessage));

    /// <summary>Drops the messages of one type as they come, if the function says so.</summary>
    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        IgnoreMessages(message => message is TMsg typed && shouldIgnoreMessage(typed));

    /// <summary>Drops the messages of one type as they come.</summary>
    public void IgnoreMessages<TMsg>() => IgnoreMessages(message => message is TMsg);

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

    public async Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch)
    {
        await InTestActorAsync((_, context) => context.Unwatch(actorToUnwatch));
        return actorToUnwatch;
    }

    /// <summary>Makes one more test actor, with an inbox of its own.</summary>
    public virtual TestProbe CreateTestProbe(string? name = null) => new(Sys, _assertions, name);

    /// <summary>Makes one more test actor, in another system.</summary>
    public virtual TestProbe CreateTestProbe(ActorSystem system, string? name = null) => new(system, _assertions, name);

    public IActorRef ActorOf(Props props, string? name = null) => Sys.ActorOf(props, name);

    /// <summary>Creates an actor of a class that has a constructor without parameters.</summary>
    public IActorRef ActorOf<TActor>(string? name)
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>(), name);
    public IActorRef ActorOf<TActor>()
        where TActor : ActorBase, new() => ActorOf<TActor>((string?)null);

    /// <summary>Creates an actor.</summary>
    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory)
        where TActor : ActorBase => ActorOf(factory, null);
    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory, string? name)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory), name);

    /// <summary>Creates an actor that runs on the thread of the test.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, string? name = null)
        where TActor : ActorBase => new(Sys, props, null, name);
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, IActorRef supervisor, string? name = null)
        where TActor : ActorBase => new(Sys, props, supervisor, name);
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, string? name = null)
        where TActor : ActorBase => new(Sys, Props.Create(factory), null, name);

    /// <summary>Creates an actor that runs on the thread of the test, of a class that has a constructor without parameters.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(string? name = null)
        where TActor : ActorBase, new() => new(Sys, Props.Create<TActor>(), null, name);

    public ActorSelection ActorSelection(ActorPath actorPath) => Sys.ActorSelection(actorPath);

    public ActorSelection ActorSelection(string actorPath) => Sys.ActorSelection(actorPath);

    /// <summary>Ends the system and waits for its end: 5 s if no time is given, at most 10 s. When it is over, only a
    /// verified shutdown fails the test.</summary>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Block(() => ShutdownAsync(duration, verifySystemShutdown));
    public virtual async Task ShutdownAsync(TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        var max = duration ?? TimeSpan.FromSeconds(Math.Min(10, Dilated(TimeSpan.FromSeconds(5)).TotalSeconds));
        var terminated = Sys.Terminate();
        try
        {
            await terminated.WaitAsync(max).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!verifySystemShutdown)
        {
            Sys.Log.Warning("Failed to stop [{0}] within [{1}]", Sys.Name, max);
        }
        catch (TimeoutException)
        {
            _assertions.Fail($"Failed to stop [{Sys.Name}] within [{max}]");
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
