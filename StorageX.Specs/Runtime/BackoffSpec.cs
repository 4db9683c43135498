using Akka.Actor;
using Akka.Event;
using Akka.Pattern;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class BackoffSpec : TestKit
{
    private static readonly TimeSpan Min = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(2);

    /// <summary>Longer than a busy machine takes to notice the failure before the pause.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    private Props Child => Props.Create(() => new Fragile(TestActor));

    [Fact]
    public async Task A_child_that_stops_starts_again_after_a_pause()
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnStop(Child, "child", Min, Max, 0, -1).WithManualReset()));
        await ExpectMsgAsync("started");
        supervisor.Tell("stop");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
        await ExpectMsgAsync("started");
        Assert.Equal(1, await Count(supervisor));
        supervisor.Tell("stop");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(300));
        await ExpectMsgAsync("started");
        Assert.Equal(2, await Count(supervisor));

        supervisor.Tell(BackoffSupervisor.Reset.Instance);
        Assert.Equal(0, await Count(supervisor));
    }

    [Fact]
    public async Task A_child_that_fails_starts_again_after_a_pause()
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnFailure(Child, "child", Long, Max, 0, -1)));
        await ExpectMsgAsync("started");
        await Failing(() => supervisor.Tell("fail"));
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
        await ExpectMsgAsync("started");
    }

    [Fact]
    public async Task OnStop_restarts_a_failing_child_at_once_unless_its_strategy_stops_it()
    {
        var eager = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnStop(Child, "child", Max, Max, 0, -1)));
        await ExpectMsgAsync("started");
        await Failing(() => eager.Tell("fail"));
        await ExpectMsgAsync("started", TimeSpan.FromSeconds(1));

        var patient = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnStop(Child, "child", Long, Max, 0, -1).WithDefaultStoppingStrategy()));
        await ExpectMsgAsync("started");
        await Failing(() => patient.Tell("fail"));
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
        await ExpectMsgAsync("started");
    }

    [Fact]
    public async Task OnFailure_ends_with_a_child_that_stops_by_itself()
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnFailure(Child, "child", Min, Max, 0, -1)));
        await ExpectMsgAsync("started");
        Watch(supervisor);
        supervisor.Tell("stop");
        await ExpectTerminatedAsync(supervisor);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_the_last_retry_the_supervisor_stops(bool onFailure)
    {
        var quick = TimeSpan.FromMilliseconds(10);
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(onFailure
            ? Backoff.OnFailure(Child, "child", quick, quick, 0, 2).WithManualReset()
            : Backoff.OnStop(Child, "child", quick, quick, 0, 2).WithDefaultStoppingStrategy().WithManualReset()));
        Watch(supervisor);
        await ExpectMsgAsync("started");
        for (var i = 0; i < 2; i++)
        {
            await Failing(() => supervisor.Tell("fail"));
            await ExpectMsgAsync("started");
        }

        await Failing(() => supervisor.Tell("fail"));
        await ExpectTerminatedAsync(supervisor);
    }

    [Fact]
    public async Task Messages_go_to_the_child_and_its_own_to_the_parent()
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnStop(Child, "child", Min, Max, 0, -1)));
        await ExpectMsgAsync("started");
        supervisor.Tell("echo", TestActor);
        await ExpectMsgAsync("echo");
        var child = await supervisor.Ask<BackoffSupervisor.CurrentChild>(BackoffSupervisor.GetCurrentChild.Instance, TimeSpan.FromSeconds(3));
        Assert.Equal(LastSender, child.Ref);
        Assert.Equal(supervisor.Path / "child", child.Ref.Path);
    }

    [Fact]
    public async Task While_the_child_is_down_messages_are_dead_letters_or_answered()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var silent = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnStop(Child, "child", Max, Max, 0, -1)));
        await ExpectMsgAsync("started");
        silent.Tell("stop");
        await Down(silent);
        silent.Tell("echo", TestActor);
        Assert.Equal("echo", (await ExpectMsgAsync<DeadLetter>()).Message);

        var polite = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnStop(Child, "child", Max, Max, 0, -1).WithReplyWhileStopped("down")));
        await ExpectMsgAsync("started");
        polite.Tell("stop");
        await Down(polite);
        Assert.Equal("down", await polite.Ask<object>("echo", TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task The_final_message_lets_the_supervisor_go_with_its_child()
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(
            Backoff.OnStop(Child, "child", Min, Max, 0, -1).WithFinalStopMessage(message => message is "stop")));
        await ExpectMsgAsync("started");
        Watch(supervisor);
        supervisor.Tell("stop");
        await ExpectTerminatedAsync(supervisor);
    }

    private static async Task<int> Count(IActorRef supervisor) => (await supervisor.Ask<BackoffSupervisor.RestartCount>(
        BackoffSupervisor.GetRestartCount.Instance, TimeSpan.FromSeconds(3))).Count;

    private Task Down(IActorRef supervisor) => AwaitAssertAsync(async () => Assert.True((await supervisor.Ask<BackoffSupervisor.CurrentChild>(
        BackoffSupervisor.GetCurrentChild.Instance, TimeSpan.FromSeconds(3))).Ref.IsNobody()));

    private Task Failing(Action action) => EventFilter.Exception<InvalidOperationException>("fail").ExpectOneAsync(() =>
    {
        action();
        return Task.CompletedTask;
    });

    private sealed class Fragile : ReceiveActor
    {
        private readonly IActorRef _observer;

        public Fragile(IActorRef observer)
        {
            _observer = observer;
            Receive<string>(text => text == "stop", _ => Context.Stop(Self));
            Receive<string>(text => text == "echo", text => Sender.Tell(text));
            Receive<string>(text => throw new InvalidOperationException(text));
        }

        protected override void PreStart() => _observer.Tell("started");
    }
}
