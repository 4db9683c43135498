using Akka.Actor;
using Akka.TestKit.Xunit2;
using Shouldly;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Specs.Backends;
using StorageX.Uploads;
using Xunit;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Specs.Uploads;

public sealed class ManifestActorSpec : TestKit
{
    private readonly UploadJob _job = new(_ => throw new NotSupportedException(), "name.txt", new CanvasSize(16, 16), new MemoryBackend(), null);

    [Fact]
    public async Task Keys_arriving_in_any_order_give_the_same_manifest()
    {
        var pieces = Enumerable.Range(0, 9).Select(seq => new ManifestPiece(seq, $"memory://k{seq}", seq * 764L, 764, "")).ToList();
        var inOrder = await ImageOf(pieces);
        for (var seed = 0; seed < 20; seed++)
        {
            var shuffled = pieces.ToArray();
            new Random(seed).Shuffle(shuffled);
            (await ImageOf(shuffled)).ShouldBe(inOrder, $"seed {seed}");
        }
    }

    [Fact]
    public async Task The_key_is_told_only_when_the_manifest_is_stored()
    {
        var host = CreateTestProbe();
        var actor = Sys.ActorOf(Props.Create(() => new ManifestActor("one", _job, host, host)));
        actor.Tell(new PublishManifest(0, 0, null), TestActor);
        await host.ExpectMsgAsync<StoreImage>();
        HasMessages.ShouldBeFalse();
        host.Reply(new ImageStored(ManifestSeq, "memory://root"));
        var published = await ExpectMsgAsync<ManifestPublished>();
        published.Key.ToString().ShouldBe("memory://root");
        published.Manifest.Pieces.ShouldBeEmpty();
    }

    private async Task<byte[]> ImageOf(IEnumerable<ManifestPiece> pieces)
    {
        var host = CreateTestProbe();
        var actor = Sys.ActorOf(Props.Create(() => new ManifestActor("one", _job, host, host)));
        var count = 0;
        foreach (var piece in pieces)
        {
            actor.Tell(new PieceStored(piece));
            count++;
        }

        actor.Tell(new PublishManifest(count, count * 764L, null), TestActor);
        var image = (await host.ExpectMsgAsync<StoreImage>()).Image.Span.ToArray();
        host.Reply(new ImageStored(ManifestSeq, "memory://root"));
        await ExpectMsgAsync<ManifestPublished>();
        return image;
    }
}
