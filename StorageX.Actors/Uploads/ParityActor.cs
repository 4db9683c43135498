using Akka.Actor;
using StorageX.Buffers;
using StorageX.Pieces.Parity;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>Makes the parity of one group of pieces after the other, in the order of the file.</summary>
internal sealed class ParityActor : ReceiveActor
{
    private readonly ParityEncoder _encoder;
    private readonly List<(int Seq, IActorRef Asker)> _waiting = [];

    /// <param name="scheme">The pieces of a group.</param>
    /// <param name="capacity">Bytes of a full piece.</param>
    public ParityActor(ParityScheme scheme, int capacity)
    {
        _encoder = new ParityEncoder(scheme, capacity);
        Receive<FoldPiece>(fold =>
        {
            _waiting.Add((fold.Piece.Seq, Sender));
            if (_encoder.AddLater(fold.Piece.Seq % scheme.Data, fold.Piece.Bytes.Memory))
                TellFolded();
        });
        Receive<EndGroup>(end =>
        {
            var pieces = _encoder.Count;
            PooledBytes[] parity = pieces == 0 ? [] : _encoder.Finish();
            TellFolded();
            Sender.Tell(new GroupFolded(end.Group, pieces, parity));
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
