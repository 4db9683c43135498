using Akka;
using Akka.Actor;
using Akka.Configuration;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class CoordinatedShutdownSpec
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);
    private readonly List<string> _done = [];

    [Fact]
    public async Task Phases_run_in_order_and_once()
    {
        var system = NewSystem();
        var shutdown = CoordinatedShutdown.Get(system);
        foreach (var phase in new[]
            { CoordinatedShutdown.PhaseBeforeActorSystemTerminate, CoordinatedShutdown.PhaseServiceStop, CoordinatedShutdown.PhaseBeforeServiceUnbind })
        {
            shutdown.AddTask(phase, "note", () => Note(phase));
        }

        Assert.Null(shutdown.ShutdownReason);
        var first = shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance);
        var second = shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        await first.WaitAsync(Long);
        await second.WaitAsync(Long);

        Assert.Equal(["before-service-unbind", "service-stop", "before-actor-system-terminate"], _done);
        Assert.Same(CoordinatedShutdown.ClrExitReason.Instance, shutdown.ShutdownReason);
        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Tasks_of_a_phase_run_together()
    {
        var system = NewSystem();
        var one = new TaskCompletionSource();
        var two = new TaskCompletionSource();
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "one", () => Meet(one, two));
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "two", () => Meet(two, one));
        await system.Terminate().WaitAsync(Long);
        Assert.Equal(2, _done.Count);
    }

    [Fact]
    public async Task Terminating_the_system_runs_the_phases()
    {
        var system = NewSystem();
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceUnbind, "note", () => Note("ran"));
        await system.Terminate().WaitAsync(Long);
        Assert.Equal(["ran"], _done);
        Assert.Same(CoordinatedShutdown.ActorSystemTerminateReason.Instance, CoordinatedShutdown.Get(system).ShutdownReason);
    }

    [Fact]
    public async Task A_task_that_fails_or_hangs_is_skipped()
    {
        var system = NewSystem("akka.coordinated-shutdown.default-phase-timeout = 200ms");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "throws", () => throw new InvalidOperationException("at once"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "fails", () => Task.FromException<Done>(new InvalidOperationException("later")));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "hangs", () => new TaskCompletionSource<Done>().Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () => Note("went on"));
        await system.Terminate().WaitAsync(Long);
        Assert.Equal(["went on"], _done);
    }

    [Fact]
    public async Task Phases_can_be_added()
    {
        var system = NewSystem("""
            akka.coordinated-shutdown.phases {
              mine { depends-on = [service-stop] }
              before-actor-system-terminate { depends-on = [mine] }
            }
            """);
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask("before-actor-system-terminate", "later", () => Note("later"));
        shutdown.AddTask("mine", "mine", () => Note("mine"));
        await system.Terminate().WaitAsync(Long);
        Assert.Equal(["mine", "later"], _done);
    }

    [Fact]
    public async Task It_can_start_at_a_later_phase()
    {
        var system = NewSystem();
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "first", () => Note("first"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "stop", () => Note("stop"));
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseServiceStop).WaitAsync(Long);
        Assert.Equal(["stop"], _done);
    }

    [Fact]
    public void A_phase_that_is_not_configured_is_refused()
    {
        using var system = NewSystem();
        Assert.Throws<ConfigurationException>(
            () => CoordinatedShutdown.Get(system).AddTask("nope", "x", () => Task.FromResult(Done.Instance)));
        Assert.Equal(TimeSpan.FromSeconds(5), CoordinatedShutdown.Get(system).Timeout(CoordinatedShutdown.PhaseServiceStop));
    }

    private static ActorSystem NewSystem(string config = "") =>
        ActorSystem.Create("shutdown", ConfigurationFactory.ParseString("akka.loggers = [], akka.stdout-loglevel = OFF\n" + config));

    private Task<Done> Note(string what)
    {
        lock (_done)
        {
            _done.Add(what);
        }

        return Task.FromResult(Done.Instance);
    }

    private async Task<Done> Meet(TaskCompletionSource mine, TaskCompletionSource theirs)
    {
        mine.SetResult();
        await theirs.Task;
        return await Note("met");
    }
}
