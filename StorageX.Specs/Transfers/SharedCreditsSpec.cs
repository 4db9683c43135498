using Akka.Actor;
using Shouldly;
using StorageX.Engine;
using StorageX.Pieces;
using StorageX.Specs.Backends;
using StorageX.Uploads;
using Xunit;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Specs.Transfers;

/// <summary>Many transfers at once within one bound of pieces in memory.</summary>
public sealed class SharedCreditsSpec : TransferSpecBase
{
    private const int InAll = 6;

    [Fact]
    public async Task Transfers_to_a_host_that_hangs_leave_the_others_a_piece_each()
    {
        Pace = Pace with { Permits = 100 };
        var manager = ManagerWithin(InAll);
        var gate = Host.Uploads.Hold();
        var slow = Enumerable.Range(0, 5).Select(number => manager.Ask<TransferOutcome>(new SubmitTransfer($"slow-{number}", UploadOf(Bytes(Capacity * 10, number))), TimeSpan.FromSeconds(30))).ToList();
        await AwaitAssertAsync(() => Host.Uploads.InFlight.ShouldBeInRange(InAll, InAll + 4));

        var other = new MemoryBackend("other");
        var quick = new UploadJob(capacity => new FileSource(PieceReader.OpenStream(new MemoryStream(Bytes(Capacity * 10, 99)), "the input", capacity), capacity), "quick", Canvas, other, null);
        (await manager.Ask<TransferOutcome>(new SubmitTransfer("quick", quick), TimeSpan.FromSeconds(30))).ShouldBeOfType<TransferSucceeded>();
        other.Uploads.MostInFlight.ShouldBe(1);

        gate.SetResult();
        (await Task.WhenAll(slow)).ShouldAllBe(outcome => outcome is TransferSucceeded);
        Host.Uploads.MostInFlight.ShouldBeLessThanOrEqualTo(InAll + 4);
    }

    [Fact]
    public async Task Downloads_within_one_bound_end_although_each_wants_more()
    {
        var files = Enumerable.Range(0, 6).Select(number => Bytes((Capacity * 20) + number, number)).ToList();
        var keys = new List<string>();
        foreach (var file in files)
            keys.Add(await KeyOf(file));
        var manager = ManagerWithin(2);
        var outcomes = await Task.WhenAll(keys.Select((key, number) =>
            manager.Ask<TransferOutcome>(new SubmitTransfer($"{number}", DownloadOf(key, Folder[$"{number}"])), TimeSpan.FromSeconds(30))));
        outcomes.ShouldAllBe(outcome => outcome is TransferSucceeded);
        for (var number = 0; number < files.Count; number++)
            (await File.ReadAllBytesAsync(Folder[$"{number}"])).ShouldBe(files[number]);
    }

    [Fact]
    public async Task A_transfer_that_is_cancelled_while_it_waits_for_a_credit_leaves_the_count_right()
    {
        Pace = Pace with { Permits = 100 };
        var manager = ManagerWithin(2);
        var gate = Host.Uploads.Hold();
        var runs = Enumerable.Range(0, 3).Select(number => manager.Ask<TransferOutcome>(new SubmitTransfer($"{number}", UploadOf(Bytes(Capacity * 10, number))), TimeSpan.FromSeconds(30))).ToList();
        await AwaitAssertAsync(() => Host.Uploads.InFlight.ShouldBeInRange(3, 4));
        manager.Tell(new CancelTransfer("0"));
        (await runs[0]).ShouldBeOfType<TransferCancelled>();
        gate.SetResult();
        (await runs[1]).ShouldBeOfType<TransferSucceeded>();
        (await runs[2]).ShouldBeOfType<TransferSucceeded>();
    }

    private IActorRef ManagerWithin(int inAll)
    {
        var settings = Settings with { Running = 100, CreditsInAll = inAll };
        return Sys.ActorOf(Props.Create(() => new TransferManager(settings, Uploads, Downloads)));
    }
}
