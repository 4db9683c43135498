using Akka.Actor;
using StorageX.Buffers;
using StorageX.Pieces.Parity;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>Makes the parity of one group of pieces after the other, in the order of the file.</summary>
internal sealed class ParityActor : ReceiveActor
{
    private readonly ParityEncoder _encoder;
    private readonly List<(int Seq, IActorRef Asker)> _waiting = [];
    private bool _ended;

    /// <param name="scheme">The pieces of a group.</param>
    /// <param name="capacity">Bytes of a full piece.</param>
    public ParityActor(ParityScheme scheme, int capacity)
    {
        _encoder = new ParityEncoder(scheme, capacity);
        Receive<FoldPiece>(fold =>
        {
            _waiting.Add((fold.Piece.Seq, Sender));
            if (_ended || _encoder.AddLater(fold.Place, fold.Piece.Bytes.Memory))
                TellFolded();
        });
        Receive<EndGroup>(end =>
        {
            var pieces = _ended ? 0 : _encoder.Count;
            PooledBytes[] parity = pieces == 0 ? [] : _encoder.Finish();
            TellFolded();
            Sender.Tell(new GroupFolded(end.Group, pieces, parity));
        });
        Receive<TransferEnds>(_ =>
        {
            // What waits for others of its group is not read any more, and whoever owns it need not wait for them.
            _ended = true;
            TellFolded();
        });
    }

    protected override void PostStop() => _encoder.Dispose();

    private void TellFolded()
    {
        foreach (var (seq, asker) in _waiting)
            asker.Tell(new PieceFolded(seq));
        _waiting.Clear();
    }
}
