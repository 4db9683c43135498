using Akka.Actor;
using Shouldly;
using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Pacing;
using StorageX.Uploads;
using Xunit;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Specs.Transfers;

public sealed class PacedRouterSpec : RouterSpecBase
{
    private static readonly PaceSettings Patient = new()
    {
        Permits = 1, Attempts = 3, BackoffMin = TimeSpan.FromSeconds(10), BackoffMax = TimeSpan.FromSeconds(60), BackoffJitter = 0,
    };

    [Fact]
    public async Task A_request_is_answered_with_where_its_image_is()
    {
        var router = Router(Patient);
        router.Tell(Store(7), TestActor);
        (await Host.NextAsync()).Stored("manual:a");
        (await ExpectMsgAsync<ImageStored>()).ShouldBe(new ImageStored(7, "manual:a"));
    }

    [Fact]
    public async Task No_more_requests_run_at_once_than_there_are_permits()
    {
        var router = Router(Patient with { Permits = 2 });
        for (var seq = 0; seq < 3; seq++)
            router.Tell(Store(seq), TestActor);
        var first = await Host.NextAsync();
        var second = await Host.NextAsync();
        Host.HasCall.ShouldBeFalse();
        first.Stored("manual:a");
        (await ExpectMsgAsync<ImageStored>()).Seq.ShouldBe(first.Image[0]);
        (await Host.NextAsync()).Stored("manual:c");
        second.Stored("manual:b");
        (await ReceiveSeqs(2)).ShouldBe([second.Image[0], 2], ignoreOrder: true);
    }

    [Fact]
    public async Task A_request_that_fails_waits_without_a_permit_and_is_tried_again()
    {
        var router = Router(Patient);
        router.Tell(Store(0), TestActor);
        router.Tell(Store(1), TestActor);
        (await Host.NextAsync()).Fails(BackendErrorKind.Transient);
        (await ExpectMsgAsync<HostJobRetried>()).Delay.ShouldBe(TimeSpan.FromSeconds(10));
        (await Host.NextAsync()).Stored("manual:1");
        (await ExpectMsgAsync<ImageStored>()).Seq.ShouldBe(1);
        Time.Advance(TimeSpan.FromSeconds(10));
        (await Host.NextAsync()).Stored("manual:0");
        (await ExpectMsgAsync<ImageStored>()).Seq.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_that_fails_at_every_try_is_answered_once_with_the_last_error()
    {
        var router = Router(Patient);
        router.Tell(Store(0), TestActor);
        foreach (var seconds in new[] { 10, 20 })
        {
            (await Host.NextAsync()).Fails(BackendErrorKind.Transient);
            (await ExpectMsgAsync<HostJobRetried>()).Delay.ShouldBe(TimeSpan.FromSeconds(seconds));
            Time.Advance(TimeSpan.FromSeconds(seconds));
        }

        (await Host.NextAsync()).Fails(BackendErrorKind.Throttled);
        (await ExpectMsgAsync<HostJobFailed>()).Error.Kind.ShouldBe(BackendErrorKind.Throttled);
        await ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(BackendErrorKind.Lost)]
    [InlineData(BackendErrorKind.Rejected)]
    [InlineData(BackendErrorKind.Unauthorised)]
    public async Task A_failure_that_no_try_can_heal_is_answered_at_once(BackendErrorKind kind)
    {
        Router(Patient).Tell(Store(0), TestActor);
        (await Host.NextAsync()).Fails(kind);
        (await ExpectMsgAsync<HostJobFailed>()).Error.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task AHost_that_asks_to_wait_is_left_alone_by_every_request_until_then()
    {
        var router = Router(Patient with { Permits = 2, ParkAfter = TimeSpan.FromHours(1) });
        router.Tell(Store(0), TestActor);
        (await Host.NextAsync()).Fails(BackendErrorKind.Throttled, TimeSpan.FromSeconds(90));
        (await ExpectMsgAsync<HostJobRetried>()).Delay.ShouldBe(TimeSpan.FromSeconds(90));
        router.Tell(Store(1), TestActor);
        router.Tell(new CancelHostJobs("nobody"), TestActor);
        await Handled(router);
        Host.HasCall.ShouldBeFalse();
        Time.Advance(TimeSpan.FromSeconds(90));
        (await Host.NextAsync()).Stored("manual:x");
        (await Host.NextAsync()).Stored("manual:y");
        (await ReceiveSeqs(2)).ShouldBe([0, 1], ignoreOrder: true);
    }

    [Fact]
    public async Task Requests_begin_no_faster_than_the_rate()
    {
        var router = Router(Patient with { Permits = 8, Rate = 2 });
        for (var seq = 0; seq < 3; seq++)
            router.Tell(Store(seq), TestActor);
        var first = await Host.NextAsync();
        await Handled(router);
        Host.HasCall.ShouldBeFalse();
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var second = await Host.NextAsync();
        await Handled(router);
        Host.HasCall.ShouldBeFalse();
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var third = await Host.NextAsync();
        foreach (var call in new[] { first, second, third })
            call.Stored("manual:x");
        await ReceiveSeqs(3);
    }

    [Fact]
    public async Task Cancelling_a_transfer_drops_its_requests_wherever_they_are_and_no_others()
    {
        var router = Router(Patient);
        router.Tell(Store(0), TestActor);
        (await Host.NextAsync()).Fails(BackendErrorKind.Transient);
        await ExpectMsgAsync<HostJobRetried>();
        router.Tell(Store(1), TestActor);
        var running = await Host.NextAsync();
        router.Tell(Store(2), TestActor);
        router.Tell(Store(3, "another"), TestActor);
        router.Tell(new CancelHostJobs("one"), TestActor);
        var dropped = new List<int>();
        for (var count = 0; count < 3; count++)
            dropped.Add((await ExpectMsgAsync<HostJobCancelled>()).Seq);
        dropped.ShouldBe([0, 1, 2], ignoreOrder: true);
        running.Cancel.IsCancellationRequested.ShouldBeTrue();
        (await Host.NextAsync()).Stored("manual:3");
        (await ExpectMsgAsync<ImageStored>()).Seq.ShouldBe(3);
        Time.Advance(TimeSpan.FromMinutes(5));
        await Handled(router);
        Host.HasCall.ShouldBeFalse();
    }

    [Fact]
    public async Task An_uploader_that_crashes_is_restarted_and_its_request_is_issued_again()
    {
        var router = Router(Patient);
        router.Tell(Store(0), TestActor);
        var call = await Host.NextAsync();
        await EventFilter.Exception<InvalidOperationException>("a bug").ExpectOneAsync(() =>
        {
            call.Throws(new InvalidOperationException("a bug"));
            return Task.CompletedTask;
        });
        (await ExpectMsgAsync<HostJobRetried>()).Error.InnerException!.Message.ShouldContain("a bug");
        Time.Advance(TimeSpan.FromSeconds(10));
        (await Host.NextAsync()).Stored("manual:0");
        await ExpectMsgAsync<ImageStored>();
    }

    [Fact]
    public async Task A_try_that_takes_too_long_is_cut_off_and_counts_as_failed()
    {
        var router = Router(Patient with { RequestTimeout = TimeSpan.FromMinutes(1) });
        router.Tell(Store(0), TestActor);
        var call = await Host.NextAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        (await ExpectMsgAsync<HostJobRetried>()).Error.Message.ShouldContain("no answer within");
        call.Cancel.IsCancellationRequested.ShouldBeTrue();
    }

    private async Task<List<int>> ReceiveSeqs(int count)
    {
        var seqs = new List<int>();
        while (seqs.Count < count)
            seqs.Add((await ExpectMsgAsync<ImageStored>()).Seq);
        return seqs;
    }
}
