using Akka.Actor;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class ReceiveAsyncSpec : TestKit
{
    [Fact]
    public async Task Other_messages_wait_until_the_task_has_ended()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(gate.Task)));

        actor.Tell("wait", TestActor);
        actor.Tell("cancel", TestActor);

        await ExpectMsgAsync("waiting");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
        gate.SetResult();
        await ExpectMsgAsync("waited");
        await ExpectMsgAsync("cancel");
    }

    [Fact]
    public async Task A_poison_pill_waits_as_well()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(gate.Task)));
        Watch(actor);
        actor.Tell("wait", TestActor);
        actor.Tell(PoisonPill.Instance);

        await ExpectMsgAsync("waiting");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
        gate.SetResult();
        await ExpectMsgAsync("waited");
        await ExpectTerminatedAsync(actor);
    }

    [Fact]
    public async Task Self_sender_and_context_are_right_after_every_await()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Steps()), "steps");
        var other = CreateTestProbe();

        actor.Tell(3, TestActor);
        actor.Tell(2, other.Ref);

        for (var i = 0; i < 3; i++)
        {
            await ExpectMsgAsync($"{i} steps {TestActor.Path.Name}");
        }

        for (var i = 0; i < 2; i++)
        {
            await other.ExpectMsgAsync($"{i} steps {other.Ref.Path.Name}");
        }
    }

    [Fact]
    public async Task A_failed_task_is_a_failure_of_the_actor_with_its_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Failing(TestActor)));

        await EventFilter.Exception<InvalidOperationException>("late").ExpectOneAsync(() =>
        {
            actor.Tell("late", TestActor);
            return Task.CompletedTask;
        });
        await ExpectMsgAsync("restarting for late");
        actor.Tell("fine", TestActor);
        await ExpectMsgAsync("fine");
    }

    [Fact]
    public async Task A_task_that_fails_before_its_first_await_is_the_same()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Failing(TestActor)));

        await EventFilter.Exception<InvalidOperationException>("early").ExpectOneAsync(() =>
        {
            actor.Tell("early", TestActor);
            return Task.CompletedTask;
        });
        await ExpectMsgAsync("restarting for early");
    }

    [Fact]
    public async Task A_cancelled_task_is_a_failure_too()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Failing(TestActor)));

        await EventFilter.Exception<TaskCanceledException>().ExpectOneAsync(() =>
        {
            actor.Tell("cancelled", TestActor);
            return Task.CompletedTask;
        });
        await ExpectMsgAsync("restarting for cancelled");
    }

    [Fact]
    public async Task Stash_and_Become_work_after_an_await()
    {
        var actor = Sys.ActorOf(Props.Create(() => new LateStash()));

        actor.Tell("one", TestActor);
        actor.Tell("open", TestActor);

        await ExpectMsgAsync("one");
    }

    [Fact]
    public async Task Only_what_fits_is_awaited()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Choosy()));
        actor.Tell(1, TestActor);
        await ExpectMsgAsync("small");
        actor.Tell(100, TestActor);
        await ExpectMsgAsync("large");
        actor.Tell("x", TestActor);
        await ExpectMsgAsync("any");
    }

    [Fact]
    public async Task An_untyped_actor_awaits_with_RunTask()
    {
        var actor = Sys.ActorOf(Props.Create(() => new RunsTask()));
        actor.Tell("x", TestActor);
        await ExpectMsgAsync("ran x");
    }

    private sealed class Waiting : ReceiveActor
    {
        public Waiting(Task gate)
        {
            ReceiveAsync<string>(text => text == "wait", async _ =>
            {
                Sender.Tell("waiting");
                await gate;
                Sender.Tell("waited");
            });
            Receive<string>(text => Sender.Tell(text));
        }
    }

    private sealed class Steps : ReceiveActor
    {
        public Steps() => ReceiveAsync<int>(async count =>
        {
            for (var i = 0; i < count; i++)
            {
                await Task.Yield();
                Context.Sender.Tell($"{i} {Self.Path.Name} {Sender.Path.Name}");
            }
        });
    }

    private sealed class Failing : ReceiveActor
    {
        private readonly IActorRef _observer;

        public Failing(IActorRef observer)
        {
            _observer = observer;
            ReceiveAsync<string>(text => text == "late", async text =>
            {
                await Task.Yield();
                throw new InvalidOperationException(text);
            });
            ReceiveAsync<string>(text => text == "early", text => throw new InvalidOperationException(text));
            ReceiveAsync<string>(text => text == "cancelled", _ => Task.FromCanceled(new CancellationToken(true)));
            ReceiveAnyAsync(async message =>
            {
                await Task.Yield();
                Sender.Tell(message);
            });
        }

        protected override void PreRestart(Exception reason, object message)
        {
            _observer.Tell($"restarting for {message}");
            base.PreRestart(reason, message);
        }
    }

    private sealed class LateStash : ReceiveActor, IWithUnboundedStash
    {
        public LateStash() => ReceiveAsync<string>(async text =>
        {
            await Task.Yield();
            if (text == "open")
            {
                Stash.UnstashAll();
                Become(() => ReceiveAny(message => Sender.Tell(message)));
            }
            else
            {
                Stash.Stash();
            }
        });

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Choosy : ReceiveActor
    {
        public Choosy()
        {
            ReceiveAsync<int>(number => number < 10, _ => Tell("small"));
            ReceiveAsync<int>(_ => Tell("large"));
            ReceiveAnyAsync(_ => Tell("any"));
        }

        private async Task Tell(string answer)
        {
            await Task.Yield();
            Sender.Tell(answer);
        }
    }

    private sealed class RunsTask : UntypedActor
    {
        protected override void OnReceive(object message) => RunTask(async () =>
        {
            await Task.Yield();
            Sender.Tell($"ran {message}");
        });
    }
}
