using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Shouldly;
using Xunit;
using Xunit.Sdk;

namespace StorageX.Specs.Runtime;

public class TestKitTimeSpec : TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void The_defaults_are_three_seconds_without_dilation()
    {
        TestKitSettings.SingleExpectDefault.ShouldBe(TimeSpan.FromSeconds(3));
        TestKitSettings.ExpectNoMessageDefault.ShouldBe(TimeSpan.FromSeconds(3));
        TestKitSettings.TestEventFilterLeeway.ShouldBe(TimeSpan.FromSeconds(3));
        TestKitSettings.DefaultTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        Dilated(Soon).ShouldBe(Soon);
        RemainingOrDefault.ShouldBe(TimeSpan.FromSeconds(3));
        Should.Throw<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public void Expectations_in_a_within_share_its_time() => Within(TimeSpan.FromSeconds(10), () =>
    {
        Remaining.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
        Remaining.ShouldBeGreaterThan(TimeSpan.FromSeconds(3));
        Within(Soon, () =>
        {
            Remaining.ShouldBeLessThanOrEqualTo(Soon);
            Should.Throw<XunitException>(() => ExpectMsg<string>());
            TestActor.Tell("x");
        }, TimeSpan.FromSeconds(5));
        Remaining.ShouldBeGreaterThan(TimeSpan.FromSeconds(3));
        ExpectMsg("x");
    });

    [Fact]
    public async Task A_within_may_await_and_give_a_result() =>
        (await WithinAsync(TimeSpan.FromSeconds(3), async () =>
        {
            TestActor.Tell("x");
            return await ExpectMsgAsync<string>();
        })).ShouldBe("x");

    [Fact]
    public void A_within_that_ends_too_early_fails_the_test() =>
        Should.Throw<XunitException>(() => Within(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), () => { })).Message.ShouldContain("should have at least been");

    [Fact]
    public void A_within_may_end_with_silence_for_the_whole_time() => Within(Soon, () => ExpectNoMsg());

    [Fact]
    public async Task An_assertion_is_repeated_until_it_holds()
    {
        var tries = 0;
        AwaitAssert(() => (++tries).ShouldBe(3), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));
        await AwaitAssertAsync(() => (++tries).ShouldBe(6), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));
        await AwaitAssertAsync(async () =>
        {
            await Task.Yield();
            (++tries).ShouldBe(9);
        }, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));
    }

    [Fact]
    public void An_assertion_that_never_holds_throws_what_it_threw_last() =>
        Should.Throw<InvalidOperationException>(() => AwaitAssert(() => throw new InvalidOperationException("mine"), Soon)).Message.ShouldBe("mine");

    [Fact]
    public async Task A_condition_is_awaited()
    {
        var tries = 0;
        AwaitCondition(() => ++tries == 2, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));
        await AwaitConditionAsync(() => ++tries == 4, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));
        await AwaitConditionAsync(() => Task.FromResult(++tries == 6), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));
        Should.Throw<XunitException>(() => AwaitCondition(() => false, Soon));
    }

    [Fact]
    public async Task An_expectation_ends_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource(Soon);
        await Should.ThrowAsync<OperationCanceledException>(async () => await ExpectMsgAsync<string>(TimeSpan.FromMinutes(1), cancellationToken: cancel.Token));
    }
}

public class TestKitDilationSpec() : TestKit("akka.test { timefactor = 2, single-expect-default = 50ms, expect-no-message-default = 20ms }")
{
    [Fact]
    public void Times_are_multiplied_by_the_factor()
    {
        Dilated(TimeSpan.FromSeconds(1)).ShouldBe(TimeSpan.FromSeconds(2));
        RemainingOrDefault.ShouldBe(TimeSpan.FromMilliseconds(100));
        ExpectNoMsg();
        Should.Throw<XunitException>(() => ExpectMsg<string>()).Message.ShouldContain("00:00:00.1");
    }
}

public class TestKitSystemSpec() : TestKit(ActorSystem.Create("plain", ConfigurationFactory.ParseString("akka.loglevel = OFF")))
{
    [Fact]
    public void A_kit_takes_a_system_that_knows_nothing_of_it()
    {
        Sys.Name.ShouldBe("plain");
        TestActor.Tell("x");
        ExpectMsg("x");
        CreateTestProbe().Ref.Path.Address.System.ShouldBe("plain");
    }

    [Fact]
    public async Task The_system_ends_with_the_test()
    {
        Shutdown(verifySystemShutdown: true);
        await Sys.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(5));
    }
}
