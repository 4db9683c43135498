using Akka.Actor;
using Akka.TestKit.Xunit2;
using Shouldly;
using Xunit;
using Xunit.Sdk;

namespace StorageX.Specs.Runtime;

public class TestKitExpectSpec : TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void What_a_test_tells_comes_from_the_test_actor()
    {
        var echo = ActorOf<Echo>();
        echo.Tell("hello");
        ExpectMsg("hello");
        LastSender.ShouldBe(echo);
    }

    [Fact]
    public async Task What_a_test_tells_comes_from_the_test_actor_after_an_await_too()
    {
        var echo = ActorOf<Echo>();
        for (var i = 0; i < 20; i++)
        {
            await Task.Yield();
            echo.Tell(i);
            await ExpectMsgAsync(i);
        }
    }

    [Fact]
    public async Task Messages_are_expected_by_type_value_predicate_assertion_and_sender()
    {
        foreach (var message in new object[] { 1, "two", 3, "four", 5, new[] { 6 } })
            TestActor.Tell(message);
        ExpectMsg<int>().ShouldBe(1);
        (await ExpectMsgAsync("two")).ShouldBe("two");
        ExpectMsg<int>(number => number == 3);
        await ExpectMsgAsync<string>(text => text.ShouldStartWith("f"));
        ExpectMsg<int>((_, sender) => sender.Equals(TestActor));
        ExpectMsg<int[]>(numbers => numbers[0] == 6);
    }

    [Fact]
    public void A_message_of_another_type_fails_the_test()
    {
        TestActor.Tell(5);
        Should.Throw<XunitException>(() => ExpectMsg<string>()).Message.ShouldContain("System.String");
    }

    [Fact]
    public void Arrays_are_equal_by_their_elements()
    {
        int[] numbers = [1, 2];
        TestActor.Tell(numbers.ToArray());
        ExpectMsg(numbers);
    }

    [Fact]
    public void Another_message_fails_the_test()
    {
        TestActor.Tell("a");
        Should.Throw<XunitException>(() => ExpectMsg("b"));
        TestActor.Tell("a");
        Should.Throw<XunitException>(() => ExpectMsg<string>(text => text == "b"));
    }

    [Fact]
    public async Task No_message_in_time_fails_the_test()
    {
        Should.Throw<XunitException>(() => ExpectMsg<string>(Soon)).Message.ShouldContain("Timeout");
        await Should.ThrowAsync<XunitException>(async () => await ExpectMsgAsync<string>(Soon));
    }

    [Fact]
    public async Task Silence_is_expected_for_a_time()
    {
        ExpectNoMsg(20);
        await ExpectNoMsgAsync(Soon);
        TestActor.Tell("a");
        Should.Throw<XunitException>(() => ExpectNoMsg(Soon)).Message.ShouldContain("<a>");
    }

    [Fact]
    public async Task Several_messages_are_expected_in_any_order()
    {
        foreach (var message in new[] { "b", "a", "c" })
            TestActor.Tell(message);
        ExpectMsgAllOf("a", "b").ShouldBe(["a", "b"], ignoreOrder: true);
        (await ExpectMsgAnyOfAsync(["b", "c"])).ShouldBe("c");
        TestActor.Tell("a");
        TestActor.Tell("x");
        Should.Throw<XunitException>(() => ExpectMsgAllOf("a", "b")).Message.ShouldContain("not found [b]");
    }

    [Fact]
    public async Task The_end_of_a_watched_actor_is_expected()
    {
        var first = Watch(ActorOf<Echo>());
        Sys.Stop(first);
        ExpectTerminated(first).ExistenceConfirmed.ShouldBeTrue();
        var second = await WatchAsync(ActorOf<Echo>());
        second.Tell(PoisonPill.Instance);
        (await ExpectTerminatedAsync(second)).ActorRef.ShouldBe(second);
    }

    [Fact]
    public void The_end_of_an_actor_that_is_watched_no_more_is_not_reported()
    {
        var actor = Unwatch(Watch(ActorOf<Echo>()));
        var probe = CreateTestProbe();
        probe.Watch(actor);
        Sys.Stop(actor);
        probe.ExpectTerminated(actor);
        ExpectNoMsg(20);
    }

    [Fact]
    public void Ignored_messages_never_come()
    {
        IgnoreMessages<int>(number => number > 1);
        for (var i = 0; i < 4; i++)
            TestActor.Tell(i);
        ExpectMsg(0);
        ExpectMsg(1);
        HasMessages.ShouldBeFalse();
        IgnoreNoMessages();
        TestActor.Tell(5);
        ExpectMsg(5);
    }

    [Fact]
    public async Task Messages_are_received_by_number_while_or_until()
    {
        for (var i = 0; i < 8; i++)
            TestActor.Tell(i);
        ReceiveN(2).ShouldBe([0, 1]);
        ReceiveOne().ShouldBe(2);
        ReceiveWhile<object>(message => message is < 5 ? message : null!, TimeSpan.FromSeconds(1)).ShouldBe([3, 4]);
        FishForMessage(message => message is 6).ShouldBe(6);
        (await ReceiveOneAsync()).ShouldBe(7);
        ReceiveOne(TimeSpan.Zero).ShouldBeNull();
        Should.Throw<XunitException>(() => ReceiveN(1, Soon)).Message.ShouldContain("Only got 0");
        Should.Throw<XunitException>(() => FishForMessage(_ => true, Soon));
    }

    [Fact]
    public async Task Messages_are_received_as_they_come()
    {
        TestActor.Tell("a");
        TestActor.Tell("b");
        var taken = new List<object>();
        await foreach (var message in ReceiveNAsync(2))
            taken.Add(message);
        taken.ShouldBe(["a", "b"]);
        (await FishForMessageAsync<string>(_ => true, TimeSpan.FromSeconds(1)).AsTask().ContinueWith(task => task.IsFaulted, TaskScheduler.Default)).ShouldBeTrue();
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
