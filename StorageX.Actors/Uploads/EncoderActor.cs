using System.Security.Cryptography;
using Akka.Actor;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Pieces;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>
/// Turns a piece into an image, unless it is stored already, and compares a piece with an image. A crash is reported to the asker, who
/// issues the piece again.
/// </summary>
internal sealed class EncoderActor : ReceiveActor
{
    public EncoderActor()
    {
        Receive<EncodePiece>(Encode);
        Receive<ComparePiece>(Compare);
    }

    protected override void PreRestart(Exception reason, object message)
    {
        if (message is EncodePiece encode)
            encode.ReplyTo.Tell(new CodecCrashed(encode.Piece.Seq, reason));
        else if (message is ComparePiece compare)
            compare.ReplyTo.Tell(new CodecCrashed(compare.Piece.Seq, reason));
        base.PreRestart(reason, message);
    }

    private static void Compare(ComparePiece compare)
    {
        var piece = compare.Piece;
        compare.ReplyTo.Tell(new PieceCompared(piece.Seq, Carries(compare.Image.Span, compare.Opening, piece.Bytes.Span)));
    }

    private static bool Carries(ReadOnlySpan<byte> image, PieceOpening opening, ReadOnlySpan<byte> piece)
    {
        try
        {
            using var carried = opening.Open(image, (int)CanvasSize.MaxRaster, piece.Length);
            return carried.Span.SequenceEqual(piece);
        }
        catch (Exception error) when (error is ImageException or ContainerException)
        {
            return false;
        }
    }

    private static void Encode(EncodePiece encode)
    {
        var seq = encode.Piece.Seq;
        var bytes = encode.Piece.Bytes.Span;
        var digest = SHA256.HashData(bytes);
        var before = encode.Before is { } stored && digest.AsSpan().SequenceEqual(stored.Digest) ? stored : null;
        if (!encode.IsNeeded)
        {
            List<KnownPlace> places = before is not null ? [.. before.Places]
                : [.. encode.Known.Select(known => (Known: known, Stored: known.Find(digest))).Where(place => place.Stored is not null).Select(place => new KnownPlace(place.Known, place.Stored!))];
            if (places.Count > 0)
            {
                encode.ReplyTo.Tell(new PieceKnown(seq, places, digest) { AreHeld = before is not null });
                return;
            }
        }

        var (image, secret) = encode.Format.Seal(bytes, encode.Kind, encode.Canvas, digest, before?.Secret);
        if (!encode.KeepsBytes)
            encode.Piece.Bytes.Dispose();
        encode.ReplyTo.Tell(new PieceEncoded(seq, image, digest, secret)
        {
            Identity = encode.Format.IdentityOf(encode.Kind, encode.Canvas, digest, secret),
        });
    }
}
