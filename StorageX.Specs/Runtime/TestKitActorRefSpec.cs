using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Runtime;

public class TestKitActorRefSpec : TestKit
{
    [Fact]
    public void A_message_is_handled_before_tell_returns()
    {
        var actor = ActorOfAsTestActorRef<Counter>();
        actor.Tell(1, ActorRefs.NoSender);
        actor.Tell(2, ActorRefs.NoSender);
        actor.UnderlyingActor.Sum.ShouldBe(3);
    }

    [Fact]
    public void The_instance_is_there_at_once_and_is_replaced_by_a_restart()
    {
        var actor = ActorOfAsTestActorRef<Counter>(Props.Create(() => new Counter()), "counter");
        actor.Path.Name.ShouldBe("counter");
        var before = actor.UnderlyingActor;
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => actor.Tell("boom", ActorRefs.NoSender));
        actor.UnderlyingActor.ShouldNotBeSameAs(before);
    }

    [Fact]
    public void A_message_can_be_handed_to_the_handler_and_its_failure_is_the_tests()
    {
        var actor = ActorOfAsTestActorRef(() => new Counter());
        actor.Receive(5);
        actor.UnderlyingActor.Sum.ShouldBe(5);
        Should.Throw<InvalidOperationException>(() => actor.Receive("boom"));
    }

    [Fact]
    public void It_answers_the_test_and_can_be_watched()
    {
        var actor = ActorOfAsTestActorRef<Counter>();
        actor.Tell("sum", TestActor);
        ExpectMsg(0);
        LastSender.Equals(actor.Ref).ShouldBeTrue();
        Watch(actor);
        actor.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        ExpectTerminated(actor);
    }

    private sealed class Counter : ReceiveActor
    {
        public Counter()
        {
            Receive<int>(number => Sum += number);
            Receive<string>(text => text == "sum", _ => Sender.Tell(Sum));
            Receive<string>(text => throw new InvalidOperationException(text));
        }

        public int Sum { get; private set; }
    }
}
