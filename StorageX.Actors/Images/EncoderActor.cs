using System.Security.Cryptography;
using Akka.Actor;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Images;

/// <summary>Turns a piece into an image of format 1. A crash is reported to the asker, who issues the piece again.</summary>
internal sealed class EncoderActor : ReceiveActor
{
    public EncoderActor() => Receive<EncodePiece>(Encode);

    protected override void PreRestart(Exception reason, object message)
    {
        if (message is EncodePiece encode)
            encode.ReplyTo.Tell(new CodecCrashed(encode.Piece.Seq, reason));
        base.PreRestart(reason, message);
    }

    private static void Encode(EncodePiece encode)
    {
        var bytes = encode.Piece.Bytes.Span;
        var checksum = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
        var image = ImageCanvas.Encode(bytes, encode.Canvas, PixelCompression.WhereItPays);
        encode.ReplyTo.Tell(new PieceEncoded(encode.Piece.Seq, image, checksum));
    }
}
