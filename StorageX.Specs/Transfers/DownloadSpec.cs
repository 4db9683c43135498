using Akka.Actor;
using Shouldly;
using StorageX.Backends;
using StorageX.Engine;
using StorageX.Images;
using StorageX.Specs.Backends;
using Xunit;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Specs.Transfers;

public sealed class DownloadSpec : TransferSpecBase
{
    private string Target => Folder["copy.bin"];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(763)]
    [InlineData(764)]
    [InlineData(765)]
    [InlineData(20_000)]
    public async Task What_went_up_comes_back(int size)
    {
        var bytes = Bytes(size);
        (await RunAsync(DownloadOf(await KeyOf(bytes), Target))).ShouldBeOfType<TransferSucceeded>();
        File.ReadAllBytes(Target).ShouldBe(bytes);
        Folder.Files.ShouldBe(["copy.bin"]);
    }

    [Fact]
    public async Task A_download_whose_every_piece_fails_twice_still_completes()
    {
        var bytes = Bytes(5 * Capacity);
        var key = await KeyOf(bytes);
        Host.Downloads.Fail(BackendErrorKind.Transient, attempts: 2);
        (await RunAsync(DownloadOf(key, Target))).ShouldBeOfType<TransferSucceeded>();
        File.ReadAllBytes(Target).ShouldBe(bytes);
    }

    [Fact]
    public async Task An_image_that_was_damaged_on_its_way_is_fetched_again()
    {
        var bytes = Bytes(5 * Capacity);
        var key = await KeyOf(bytes);
        Host.Serve = (request, image) =>
        {
            if (request.Attempt == 1)
                image[^20] ^= 1;
            return image;
        };
        (await RunAsync(DownloadOf(key, Target))).ShouldBeOfType<TransferSucceeded>();
        File.ReadAllBytes(Target).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_piece_that_is_lost_fails_the_download_by_name_and_leaves_no_file()
    {
        var bytes = Bytes(50 * Capacity);
        var key = await KeyOf(bytes);
        Host.Images.Remove(LocatorOf(bytes, 7)).ShouldBeTrue();
        var failed = (await RunAsync(DownloadOf(key, Target))).ShouldBeOfType<TransferFailed>();
        failed.Error.Kind.ShouldBe(TransferErrorKind.Lost);
        failed.Error.Message.ShouldContain("piece 7");
        Folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_piece_with_other_bytes_than_the_manifest_says_fails_the_download_by_name_and_leaves_no_file()
    {
        var bytes = Bytes(50 * Capacity);
        var key = await KeyOf(bytes);
        using (var other = ImageCanvas.Encode(Bytes(Capacity, seed: 2), Canvas, PixelCompression.Stored))
            Host.Images[LocatorOf(bytes, 7)] = other.Span.ToArray();
        var failed = (await RunAsync(DownloadOf(key, Target))).ShouldBeOfType<TransferFailed>();
        failed.Error.Kind.ShouldBe(TransferErrorKind.Corrupt);
        failed.Error.Message.ShouldContain("piece 7");
        failed.Error.Message.ShouldContain("SHA-256");
        Folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_a_download_stops_all_children_and_leaves_no_file_and_no_temporary_file()
    {
        var key = await KeyOf(Bytes(50 * Capacity));
        Host.Downloads.Hold(number: 20);
        var run = RunAsync(DownloadOf(key, Target), "two");
        await AwaitConditionAsync(() => Task.FromResult(Host.Downloads.Requests.Any(request => request.Number == 20)));
        Folder.Files.Count.ShouldBe(1);
        var coordinator = await Sys.ActorSelection("/user/transfers/download-two").ResolveOne(TimeSpan.FromSeconds(10));
        var decoders = await Sys.ActorSelection("/user/transfers/download-two/decoders").ResolveOne(TimeSpan.FromSeconds(10));
        await WatchAsync(coordinator);
        await WatchAsync(decoders);
        Manager.Tell(new CancelTransfer("two"), TestActor);
        (await run).ShouldBeOfType<TransferCancelled>();
        await ExpectTerminatedAsync(decoders);
        await ExpectTerminatedAsync(coordinator);
        Folder.Files.ShouldBeEmpty();
        Host.Downloads.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task A_clean_run_has_no_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.UnhandledMessage));
        var bytes = Bytes(30 * Capacity);
        (await RunAsync(DownloadOf(await KeyOf(bytes), Target))).ShouldBeOfType<TransferSucceeded>();
        await Sys.Terminate();
        HasMessages.ShouldBeFalse();
    }

    [Fact]
    public async Task The_reorder_buffer_never_holds_more_than_the_credits()
    {
        var bytes = Bytes(40 * Capacity);
        var key = await KeyOf(bytes);
        var host = CreateTestProbe();
        var settings = Settings;
        var job = DownloadOf(key, Target);
        var manager = Sys.ActorOf(Props.Create(() => new TransferManager(settings, host, host)));
        var run = manager.Ask<TransferOutcome>(new SubmitTransfer("slow", job), TimeSpan.FromSeconds(30));
        for (var answered = 0; answered < 41;)
        {
            var asked = new List<FetchImage> { await host.ExpectMsgAsync<FetchImage>() };
            while (asked[0].Seq != ManifestSeq && asked.Count < Math.Min(Credits, 41 - answered))
                asked.Add(await host.ExpectMsgAsync<FetchImage>());
            host.HasMessages.ShouldBeFalse();
            foreach (var fetch in asked.OrderByDescending(fetch => fetch.Seq))
                host.LastSender.Tell(new ImageFetched(fetch.Seq, await Host.DownloadAsync(fetch.Locator, default)), host);
            answered += asked.Count;
        }

        (await run).ShouldBeOfType<TransferSucceeded>();
        File.ReadAllBytes(Target).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_manifest_may_only_name_images_of_the_host_that_it_is_on()
    {
        var manifest = new StorageX.Manifests.Manifest(1.0, "x", 16, 16, [new(0, "file:///etc/passwd", 0, 5, "")]);
        using var image = ImageCanvas.Encode(StorageX.Manifests.ManifestWriter.Write(manifest), new(64, 64), PixelCompression.Stored);
        var key = await Host.StoreAsync(image.Memory, default);
        var failed = (await RunAsync(DownloadOf(key, Target))).ShouldBeOfType<TransferFailed>();
        failed.Error.Kind.ShouldBe(TransferErrorKind.Corrupt);
        failed.Error.Message.ShouldContain("on no host of the key");
    }

    [Fact]
    public async Task A_file_over_the_allowed_size_is_refused_before_a_piece_is_fetched()
    {
        var key = await KeyOf(Bytes(5 * Capacity));
        var job = DownloadOf(key, Target) with { MaxSize = (5 * Capacity) - 1 };
        (await RunAsync(job)).ShouldBeOfType<TransferFailed>().Error.Message.ShouldContain("--max-size");
        Host.Downloads.Requests.Count.ShouldBe(1);
        (await RunAsync(job with { MaxSize = 5 * Capacity })).ShouldBeOfType<TransferSucceeded>();
    }
}
