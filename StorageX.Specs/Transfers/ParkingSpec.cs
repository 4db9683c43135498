using Akka.Actor;
using Shouldly;
using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Downloads;
using StorageX.Engine;
using StorageX.Images;
using StorageX.Pacing;
using StorageX.Pieces;
using StorageX.Specs.Images;
using StorageX.Transfers;
using StorageX.Uploads;
using Xunit;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Specs.Transfers;

/// <summary>What happens to transfers when a host makes them wait long; on virtual time.</summary>
public sealed class ParkingSpec : RouterSpecBase
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly CanvasSize Canvas = new(16, 16);
    private static readonly PaceSettings Pace = new()
    {
        Permits = 2, Attempts = 3, BackoffMin = TimeSpan.FromSeconds(1), BackoffMax = TimeSpan.FromSeconds(1), BackoffJitter = 0, ParkAfter = TimeSpan.FromMinutes(1),
    };

    private readonly Reports _reports = new();

    [Fact]
    public async Task A_transfer_that_must_wait_long_is_told_until_when_and_then_that_it_goes_on()
    {
        var router = Router(Pace);
        router.Tell(Store(0), TestActor);
        var until = Time.Now + Hour;
        (await Host.NextAsync()).Fails(BackendErrorKind.Throttled, Hour);
        await ExpectMsgAsync<HostJobRetried>();
        (await ExpectMsgAsync<HostWaits>()).Until.ShouldBe(until);
        router.Tell(Store(1), TestActor);
        Time.Advance(Hour - TimeSpan.FromSeconds(1));
        await Handled(router);
        Host.HasCall.ShouldBeFalse();
        Time.Advance(TimeSpan.FromSeconds(1));
        (await ExpectMsgAsync<HostWaits>()).Until.ShouldBeNull();
        (await Host.NextAsync()).Stored("manual:a");
        (await Host.NextAsync()).Stored("manual:b");
        await ExpectMsgAsync<ImageStored>();
        await ExpectMsgAsync<ImageStored>();
    }

    [Fact]
    public async Task A_long_wait_that_theHost_names_uses_up_no_try()
    {
        var router = Router(Pace);
        router.Tell(Store(0), TestActor);
        for (var day = 0; day < 10; day++)
        {
            (await Host.NextAsync()).Fails(BackendErrorKind.Throttled, Hour);
            await ExpectMsgAsync<HostJobRetried>();
            (await ExpectMsgAsync<HostWaits>()).Until.ShouldBe(Time.Now + Hour);
            Time.Advance(Hour);
            (await ExpectMsgAsync<HostWaits>()).Until.ShouldBeNull();
        }

        (await Host.NextAsync()).Stored("manual:a");
        (await ExpectMsgAsync<ImageStored>()).Locator.ShouldBe("manual:a");
    }

    [Fact]
    public async Task A_short_wait_parks_nothing_and_counts_as_a_try()
    {
        var router = Router(Pace);
        router.Tell(Store(0), TestActor);
        for (var attempt = 1; attempt < Pace.Attempts; attempt++)
        {
            (await Host.NextAsync()).Fails(BackendErrorKind.Throttled, Soon);
            await ExpectMsgAsync<HostJobRetried>();
            Time.Advance(Soon);
        }

        (await Host.NextAsync()).Fails(BackendErrorKind.Throttled, Soon);
        await ExpectMsgAsync<HostJobFailed>();
    }

    [Fact]
    public async Task A_transfer_with_a_request_under_way_is_parked_only_when_that_has_ended()
    {
        var router = Router(Pace);
        router.Tell(Store(0), TestActor);
        router.Tell(Store(1), TestActor);
        var (first, second) = (await Host.NextAsync(), await Host.NextAsync());
        var until = Time.Now + Hour;
        first.Fails(BackendErrorKind.Throttled, Hour);
        await ExpectMsgAsync<HostJobRetried>();
        await Handled(router);
        second.Stored("manual:b");
        await ExpectMsgAsync<ImageStored>();
        (await ExpectMsgAsync<HostWaits>()).Until.ShouldBe(until);
    }

    [Fact]
    public async Task A_parked_upload_says_until_when_and_completes_by_itself()
    {
        var run = Upload(pieces: 3);
        var until = Time.Now + Hour;
        await TwoAreThrottled();
        await AwaitConditionAsync(() => Task.FromResult(_reports.Latest?.WaitingUntil == until));
        _reports.Latest!.Host.ShouldBe("manual");
        Time.Advance(Hour);
        for (var image = 0; image < 4; image++)
            (await Host.NextAsync()).Stored($"manual:{image}");
        (await run).ShouldBeOfType<TransferSucceeded>();
        _reports.Latest!.WaitingUntil.ShouldBeNull();
        _reports.Latest!.Phase.ShouldBe(TransferPhase.Done);
    }

    [Fact]
    public async Task An_upload_whose_manifest_must_wait_is_parked_too()
    {
        var run = Upload(pieces: 2);
        (await Host.NextAsync()).Stored("manual:0");
        (await Host.NextAsync()).Stored("manual:1");
        (await Host.NextAsync()).Fails(BackendErrorKind.Throttled, Hour);
        await AwaitConditionAsync(() => Task.FromResult(_reports.Latest?.WaitingUntil is not null));
        _reports.Latest!.Phase.ShouldBe(TransferPhase.Finishing);
        Time.Advance(Hour);
        (await Host.NextAsync()).Stored("manual:root");
        (await run).ShouldBeOfType<TransferSucceeded>().Key.Locator.ShouldBe("manual:root");
    }

    [Fact]
    public async Task A_parked_upload_can_be_cancelled_at_once()
    {
        var run = Upload(pieces: 3);
        await TwoAreThrottled();
        await AwaitConditionAsync(() => Task.FromResult(_reports.Latest?.WaitingUntil is not null));
        Sys.ActorSelection("/user/transfers").Tell(new CancelTransfer("one"), TestActor);
        (await run).ShouldBeOfType<TransferCancelled>();
    }

    [Fact]
    public async Task A_budget_that_is_spent_parks_the_transfer_until_there_is_room()
    {
        var router = Router(Pace with { Budgets = [new(2, Hour), new(3, TimeSpan.FromDays(1))] });
        var start = Time.Now;
        for (var seq = 0; seq < 4; seq++)
            router.Tell(Store(seq), TestActor);
        (await Host.NextAsync()).Stored("manual:0");
        (await Host.NextAsync()).Stored("manual:1");
        await ExpectMsgAsync<ImageStored>();
        await ExpectMsgAsync<ImageStored>();
        (await ExpectMsgAsync<HostWaits>()).Until!.Value.ShouldBe(start + Hour, TimeSpan.FromSeconds(1));
        Host.HasCall.ShouldBeFalse();
        Time.Advance(Hour + TimeSpan.FromSeconds(1));
        (await ExpectMsgAsync<HostWaits>()).Until.ShouldBeNull();
        (await Host.NextAsync()).Stored("manual:2");
        await ExpectMsgAsync<ImageStored>();
        (await ExpectMsgAsync<HostWaits>()).Until!.Value.ShouldBe(start + TimeSpan.FromDays(1), TimeSpan.FromSeconds(1));
        Time.Advance(TimeSpan.FromDays(1));
        await ExpectMsgAsync<HostWaits>();
        (await Host.NextAsync()).Stored("manual:3");
        await ExpectMsgAsync<ImageStored>();
    }

    [Fact]
    public async Task A_limit_of_ones_own_parks_nothing_however_slow_it_is()
    {
        var router = Router(Pace with { Rate = 0.001 });
        router.Tell(Store(0), TestActor);
        router.Tell(Store(1), TestActor);
        (await Host.NextAsync()).Stored("manual:0");
        await ExpectMsgAsync<ImageStored>();
        await Handled(router);
        Time.Advance(TimeSpan.FromSeconds(1000));
        (await Host.NextAsync()).Stored("manual:1");
        await ExpectMsgAsync<ImageStored>();
    }

    [Fact]
    public async Task An_image_that_theHost_refused_is_not_spent()
    {
        var router = Router(Pace with { Permits = 1, Budgets = [new(1, Hour)] });
        router.Tell(Store(0), TestActor);
        (await Host.NextAsync()).Fails(BackendErrorKind.Throttled, Soon);
        await ExpectMsgAsync<HostJobRetried>();
        Time.Advance(Soon);
        (await Host.NextAsync()).Stored("manual:0");
        await ExpectMsgAsync<ImageStored>();
    }

    /// <summary>Both requests are under way before one fails: after that, the host lets none begin.</summary>
    private async Task TwoAreThrottled()
    {
        var (first, second) = (await Host.NextAsync(), await Host.NextAsync());
        first.Fails(BackendErrorKind.Throttled, Hour);
        second.Fails(BackendErrorKind.Throttled, Hour);
    }

    private Task<TransferOutcome> Upload(int pieces)
    {
        var bytes = Some.Bytes(pieces * (int)Canvas.Capacity, seed: 1);
        var settings = new TransferSettings(1, 4, 1, 1, 3, TimeSpan.FromSeconds(30));
        var uploads = Sys.ActorOf(BackendManager.Of(_ => UploadRouter.Of(Pace)), "uploads");
        var downloads = Sys.ActorOf(BackendManager.Of(_ => DownloadRouter.Of(Pace)), "downloads");
        var manager = Sys.ActorOf(Props.Create(() => new TransferManager(settings, uploads, downloads)), "transfers");
        var job = new UploadJob(capacity => new FileSource(PieceReader.OpenStream(new MemoryStream(bytes), "the input", capacity), capacity), "file.bin", Canvas, Host, _reports);
        return manager.Ask<TransferOutcome>(new SubmitTransfer("one", job), CancellationToken.None);
    }

    private sealed class Reports : IProgress<TransferProgress>
    {
        private TransferProgress? _latest;

        public TransferProgress? Latest => Volatile.Read(ref _latest);

        public void Report(TransferProgress value) => Volatile.Write(ref _latest, value);
    }
}
