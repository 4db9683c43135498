using Akka.Actor;
using Akka.TestKit.Xunit2;
using Shouldly;
using StorageX.Buffers;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Uploads;
using Xunit;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Specs.Uploads;

/// <summary>The parity of groups, and that nobody waits for it when an upload ends.</summary>
public sealed class ParityActorSpec : TestKit
{
    [Fact]
    public async Task Pieces_that_wait_for_others_of_their_group_are_given_back_when_the_upload_ends()
    {
        var actor = Sys.ActorOf(Props.Create(() => new ParityActor(new ParityScheme(10, 4), 100)));
        actor.Tell(new FoldPiece(new Piece(0, 0, PooledBytes.Rent(100)), 0), TestActor);
        actor.Tell(TransferEnds.Instance, TestActor);
        (await ExpectMsgAsync<PieceFolded>()).Seq.ShouldBe(0);
        actor.Tell(new FoldPiece(new Piece(1, 100, PooledBytes.Rent(100)), 1), TestActor);
        (await ExpectMsgAsync<PieceFolded>()).Seq.ShouldBe(1);
        actor.Tell(new EndGroup(0), TestActor);
        (await ExpectMsgAsync<GroupFolded>()).Parity.ShouldBeEmpty();
    }
}
