using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Runtime;

public class TestKitProbeSpec : TestKit
{
    [Fact]
    public async Task A_probe_answers_forwards_and_knows_the_sender()
    {
        var probe = CreateTestProbe();
        var other = CreateTestProbe("other");
        probe.Tell("question");
        await probe.ExpectMsgAsync("question");
        probe.Sender.ShouldBe(TestActor);
        probe.Reply("answer");
        await ExpectMsgAsync("answer");
        LastSender.ShouldBe(probe.Ref);
        probe.Forward(other.Ref);
        await other.ExpectMsgAsync("question");
        other.LastSender.ShouldBe(TestActor);
        other.Ref.Path.Name.ShouldBe("other");
    }

    [Fact]
    public void A_probe_sends_in_its_own_name()
    {
        var probe = CreateTestProbe();
        probe.Send(TestActor, "hello");
        ExpectMsg("hello");
        LastSender.ShouldBe(probe.Ref);
    }

    [Fact]
    public void Probes_keep_their_messages_apart()
    {
        var (one, two) = (CreateTestProbe(), CreateTestProbe());
        one.Tell(1);
        two.Tell(2);
        two.ExpectMsg(2);
        one.ExpectMsg(1);
        HasMessages.ShouldBeFalse();
    }

    [Fact]
    public void A_probe_stands_wherever_an_actor_is_wanted()
    {
        var probe = CreateTestProbe();
        IActorRef actor = probe;
        actor.Equals(probe.Ref).ShouldBeTrue();
        Watch(probe);
        Sys.Stop(probe);
        ExpectTerminated(probe);
    }

    [Fact]
    public void A_probe_is_the_parent_of_nobody_and_outlives_the_users_actors()
    {
        var probe = CreateTestProbe();
        var actor = ActorOf(Props.Create(() => new Farewell(probe)));
        actor.Tell(PoisonPill.Instance);
        probe.ExpectMsg("stopped");
        probe.LastSender.ShouldBe(actor);
    }

    private sealed class Farewell(IActorRef to) : UntypedActor
    {
        protected override void PostStop() => to.Tell("stopped");

        protected override void OnReceive(object message) => Unhandled(message);
    }
}

public class TestKitWithoutImplicitSenderSpec : TestKit, INoImplicitSender
{
    [Fact]
    public void A_class_can_do_without_the_implicit_sender()
    {
        var probe = CreateTestProbe();
        probe.Ref.Tell("hello");
        probe.ExpectMsg("hello");
        probe.LastSender.ShouldNotBe(TestActor);
    }
}
