using Akka.Actor;
using Akka.Routing;
using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Transfers;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Downloads;

/// <summary>Turns an image back into a piece and checks it. A crash is reported to the asker, who issues the image again.</summary>
internal sealed class DecoderActor : ReceiveActor
{
    public DecoderActor() => Receive<DecodeImage>(Decode);

    /// <summary>How a pool of them is made.</summary>
    /// <param name="count">How many, 1 or more.</param>
    public static Props Pool(int count) =>
        Props.Create<DecoderActor>().WithRouter(new RoundRobinPool(count).WithSupervisorStrategy(Supervision.RestartAlways()));

    protected override void PreRestart(Exception reason, object message)
    {
        if (message is DecodeImage decode)
            decode.ReplyTo.Tell(new CodecCrashed(decode.Seq, reason));
        base.PreRestart(reason, message);
    }

    private static void Decode(DecodeImage decode)
    {
        PooledBytes? image = decode.Image;
        try
        {
            var bytes = decode.Opening.Open(image.Span, decode.MaxCanvasBytes, decode.Expected?.Size ?? ManifestLimits.MaxBytes);
            // Gives the image back at once: the coordinator may be slow to take what was decoded.
            if (!decode.KeepsImage)
                image.Dispose();
            if (decode.Expected is { } expected && Defect(bytes.Span, expected) is { } defect)
            {
                bytes.Dispose();
                decode.ReplyTo.Tell(new ImageUnfit(decode.Seq, defect));
            }
            else
            {
                decode.ReplyTo.Tell(new ImageDecoded(decode.Seq, bytes, decode.KeepsImage ? image : null));
                image = null;
            }
        }
        catch (Exception error) when (error is ImageException or ContainerException)
        {
            decode.ReplyTo.Tell(new ImageUnfit(decode.Seq, error.Message));
        }
        finally
        {
            image?.Dispose();
        }
    }

    private static string? Defect(ReadOnlySpan<byte> bytes, ManifestPiece expected)
    {
        if (bytes.Length != expected.Size)
            return $"it carries {bytes.Length} bytes where the manifest says {expected.Size}";
        return Checksum.Fits(expected.Checksum, bytes) ? null : "its bytes have another SHA-256 than the manifest says";
    }
}
