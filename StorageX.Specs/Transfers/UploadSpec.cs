using Shouldly;
using StorageX.Backends;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Uploads;
using Xunit;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Specs.Transfers;

public sealed class UploadSpec : TransferSpecBase
{
    [Fact]
    public async Task An_upload_whose_every_piece_fails_twice_still_completes()
    {
        Host.Uploads.Fail(BackendErrorKind.Transient, attempts: 2);
        var bytes = Bytes((5 * Capacity) + 1);
        var done = (await RunAsync(UploadOf(bytes))).ShouldBeOfType<TransferSucceeded>();
        done.Manifest.Size.ShouldBe(bytes.Length);
        Host.Uploads.Requests.Count.ShouldBe(3 * 7);
    }

    [Fact]
    public async Task A_piece_that_always_fails_ends_the_upload_with_its_own_error_and_stops_its_siblings()
    {
        const int passing = 10;
        var bytes = Bytes(100 * Capacity);
        var bad = LocatorOf(bytes, 2);
        // However long the bad piece waits between its tries, no more siblings pass meanwhile: the others hold their credits until they are stopped.
        var held = new TaskCompletionSource();
        Host.Uploads.Before(request => request.Locator == bad ? throw new BackendException(BackendErrorKind.Transient, "disk on fire")
            : request.Number < passing ? Task.CompletedTask : held.Task.WaitAsync(request.Cancel));
        // Each failure halves the permits: the pieces that are held must not have the last of them when the bad one is tried again.
        Pace = Pace with { Permits = 4 * Credits };
        var failed = (await RunAsync(UploadOf(bytes))).ShouldBeOfType<TransferFailed>();
        failed.Error.Kind.ShouldBe(TransferErrorKind.Refused);
        failed.Error.Message.ShouldContain("piece 2");
        failed.Error.Message.ShouldContain("disk on fire");
        var requests = Host.Uploads.Requests.Count;
        requests.ShouldBeLessThanOrEqualTo(passing + Pace.Attempts + Credits - 1);
        Host.Uploads.InFlight.ShouldBe(0);
        await NoTransferIsLeft();
        Host.Uploads.Requests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task A_host_that_rejects_an_image_is_not_asked_again()
    {
        Host.Uploads.Fail(BackendErrorKind.Rejected, number: 0);
        var failed = (await RunAsync(UploadOf(Bytes(10)))).ShouldBeOfType<TransferFailed>();
        failed.Error.Kind.ShouldBe(TransferErrorKind.Refused);
        Host.Uploads.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_stored_fails_the_upload_by_name()
    {
        Host.Uploads.Fail(BackendErrorKind.Unauthorised, number: 1);
        var failed = (await RunAsync(UploadOf(Bytes(10)))).ShouldBeOfType<TransferFailed>();
        failed.Error.Message.ShouldStartWith("the manifest");
        failed.Error.Kind.ShouldBe(TransferErrorKind.Refused);
    }

    [Fact]
    public async Task Never_more_pieces_are_under_way_than_there_are_credits()
    {
        var gate = Host.Uploads.Hold();
        var source = new CountingStream(Bytes(50 * Capacity));
        var job = UploadOf([]) with { OpenSource = capacity => new FileSource(PieceReader.OpenStream(source, "the input", capacity), capacity) };
        var run = RunAsync(job);
        await AwaitConditionAsync(() => Task.FromResult(Host.Uploads.InFlight == 3 && source.Given == Credits * Capacity));
        gate.SetResult();
        (await run).ShouldBeOfType<TransferSucceeded>();
        source.Given.ShouldBe(50 * Capacity);
    }

    [Fact]
    public async Task A_source_that_shrinks_fails_the_upload_by_its_name()
    {
        var path = Folder.Write("shrinking.bin", Bytes(40 * Capacity));
        var gate = Host.Uploads.Hold();
        var run = RunAsync(UploadOf(path));
        await AwaitConditionAsync(() => Task.FromResult(Host.Uploads.InFlight == 3));
        using (var file = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(10 * Capacity);
        gate.SetResult();
        var failed = (await run).ShouldBeOfType<TransferFailed>();
        failed.Error.Message.ShouldContain("shrinking.bin");
        failed.Error.Message.ShouldContain("shrank");
    }

    [Fact]
    public async Task A_source_that_is_written_to_meanwhile_fails_the_upload_and_publishes_nothing()
    {
        var path = Folder.Write("busy.bin", Bytes(10 * Capacity));
        var gate = Host.Uploads.Hold();
        var run = RunAsync(UploadOf(path));
        await AwaitConditionAsync(() => Task.FromResult(Host.Uploads.InFlight == 3));
        File.AppendAllText(path, "more");
        gate.SetResult();
        var failed = (await run).ShouldBeOfType<TransferFailed>();
        failed.Error.Message.ShouldContain("busy.bin: changed while it was read");
        Host.Images.Count.ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public async Task Cancelling_an_upload_stops_all_children_and_publishes_nothing()
    {
        Host.Uploads.Hold();
        var run = RunAsync(UploadOf(Bytes(50 * Capacity)));
        await AwaitConditionAsync(() => Task.FromResult(Host.Uploads.InFlight == 3));
        Manager.Tell(new CancelTransfer("one"), TestActor);
        (await run).ShouldBeOfType<TransferCancelled>();
        Host.Images.ShouldBeEmpty();
        Host.Uploads.InFlight.ShouldBe(0);
        await NoTransferIsLeft();
    }

    [Fact]
    public async Task A_transfer_that_waits_for_its_turn_can_be_cancelled()
    {
        var gate = Host.Uploads.Hold();
        var first = RunAsync(UploadOf(Bytes(10)), "first");
        var second = RunAsync(UploadOf(Bytes(11)), "second");
        await AwaitConditionAsync(() => Task.FromResult(Host.Uploads.InFlight == 2));
        var third = RunAsync(UploadOf(Bytes(12)), "third");
        Manager.Tell(new CancelTransfer("third"), TestActor);
        (await third).ShouldBeOfType<TransferCancelled>();
        gate.SetResult();
        (await first).ShouldBeOfType<TransferSucceeded>();
        (await second).ShouldBeOfType<TransferSucceeded>();
    }

    [Fact]
    public async Task Progress_comes_in_order_and_ends_with_everything_stored()
    {
        var reports = new Reports();
        (await RunAsync(UploadOf(Bytes((3 * Capacity) + 5), reports))).ShouldBeOfType<TransferSucceeded>();
        reports.ShouldBe(reports.OrderBy(report => report.Bytes).ThenBy(report => report.Phase));
        reports[^1].Phase.ShouldBe(TransferPhase.Done);
        reports[^1].Bytes.ShouldBe((3 * Capacity) + 5);
        reports[^1].Pieces.ShouldBe(4);
    }

    [Fact]
    public async Task A_bug_in_the_source_ends_the_transfer_and_not_the_manager()
    {
        var job = UploadOf([]) with { OpenSource = _ => throw new InvalidOperationException("a bug") };
        await EventFilter.Exception<InvalidOperationException>().ExpectOneAsync(async () =>
            (await RunAsync(job)).ShouldBeOfType<TransferFailed>().Error.InnerException!.Message.ShouldContain("a bug"));
        (await RunAsync(UploadOf(Bytes(3)), "two")).ShouldBeOfType<TransferSucceeded>();
    }

    [Fact]
    public async Task A_file_of_too_many_pieces_for_one_manifest_is_refused_before_anything_is_sent()
    {
        var path = Folder["huge.bin"];
        using (var file = File.Create(path))
            file.SetLength(1L << 32);
        var failed = (await RunAsync(UploadOf(path))).ShouldBeOfType<TransferFailed>();
        failed.Error.Message.ShouldContain("larger pieces");
        Host.Uploads.Requests.ShouldBeEmpty();
    }

    private async Task NoTransferIsLeft() => await AwaitAssertAsync(async () =>
    {
        var none = Sys.ActorSelection("/user/transfers/*").ResolveOne(TimeSpan.FromMilliseconds(100));
        await Should.ThrowAsync<Akka.Actor.ActorNotFoundException>(none);
    });

    private sealed class Reports : List<TransferProgress>, IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => Add(value);
    }

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long Given => Position;
    }
}
