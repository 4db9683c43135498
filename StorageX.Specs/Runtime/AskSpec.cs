using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class AskSpec : TestKit
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(3);
    private readonly IActorRef _actor;

    public AskSpec() => _actor = Sys.ActorOf(Props.Create(() => new Answering()));

    [Fact]
    public async Task An_answer_of_the_right_type_comes_back()
    {
        Assert.Equal("yes", await _actor.Ask<string>("yes", Long));
        Assert.Equal("yes", await _actor.Ask("yes"));
        Assert.Equal(5, await _actor.Ask<int>(self => (object)5, Long, CancellationToken.None));
    }

    [Fact]
    public async Task An_answer_of_another_type_is_an_error() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _actor.Ask<string>(5, Long));

    [Fact]
    public async Task A_failure_faults_the_task_whatever_was_asked_for()
    {
        var failure = new Status.Failure(new InvalidCastException("no"));
        await Assert.ThrowsAsync<InvalidCastException>(() => _actor.Ask<string>(failure, Long));
        await Assert.ThrowsAsync<InvalidCastException>(() => _actor.Ask<object>(failure, Long));
        Assert.Same(failure, await _actor.Ask<Status.Failure>(failure, Long));
    }

    [Fact]
    public async Task No_answer_in_time_is_an_error() =>
        await Assert.ThrowsAsync<AskTimeoutException>(() => _actor.Ask<string>(new Silence(), TimeSpan.FromMilliseconds(50)));

    [Fact]
    public async Task Without_a_timeout_an_ask_waits_for_ever()
    {
        var asking = _actor.Ask<string>(new Silence());
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(200));
        Assert.False(asking.IsCompleted);
    }

    [Fact]
    public async Task An_ask_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        var asking = _actor.Ask<string>(new Silence(), source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_second_answer_is_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        await _actor.Ask<int>(new Twice(), Long);
        Assert.Equal(2, (await ExpectMsgAsync<DeadLetter>()).Message);
    }

    [Fact]
    public async Task The_one_who_asks_can_be_told_by_others_and_watched()
    {
        Assert.Equal("relayed", await _actor.Ask<string>(new Relay(Sys.ActorOf(Props.Create(() => new Answering()))), Long));
    }

    [Fact]
    public async Task A_result_is_piped_as_a_message()
    {
        await Task.FromResult("result").PipeTo(TestActor);
        await ExpectMsgAsync("result");
        await Task.FromResult(5).PipeTo(TestActor, _actor, number => $"got {number}");
        await ExpectMsgAsync("got 5");
        Assert.Equal(_actor, LastSender);
    }

    [Fact]
    public async Task A_fault_is_piped_as_a_failure()
    {
        await Task.FromException<int>(new InvalidCastException("no")).PipeTo(TestActor);
        Assert.IsType<InvalidCastException>((await ExpectMsgAsync<Status.Failure>()).Cause);
        await Task.FromException(new InvalidCastException("no")).PipeTo(TestActor, failure: cause => cause.Message);
        await ExpectMsgAsync("no");
        await Task.FromCanceled<int>(new CancellationToken(true)).PipeTo(TestActor);
        Assert.IsType<TaskCanceledException>((await ExpectMsgAsync<Status.Failure>()).Cause);
    }

    [Fact]
    public async Task A_task_without_a_result_pipes_only_what_it_is_told_to()
    {
        await Task.CompletedTask.PipeTo(TestActor);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        await Task.CompletedTask.PipeTo(TestActor, success: () => "done");
        await ExpectMsgAsync("done");
    }

    private sealed record Silence;

    private sealed record Twice;

    private sealed record Relay(IActorRef To);

    private sealed class Answering : ReceiveActor
    {
        public Answering()
        {
            Receive<Silence>(_ => { });
            Receive<Twice>(_ =>
            {
                Sender.Tell(1);
                Sender.Tell(2);
            });
            Receive<Relay>(relay => relay.To.Forward("relayed"));
            ReceiveAny(message => Sender.Tell(message));
        }
    }
}
