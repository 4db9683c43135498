using Akka.Actor;
using Akka.TestKit.Xunit2;
using Shouldly;
using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Downloads;
using StorageX.Images;
using StorageX.Pieces;
using Xunit;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Specs.Downloads;

public sealed class DecoderActorSpec : TestKit
{
    private readonly IActorRef _decoders;

    public DecoderActorSpec() => _decoders = Sys.ActorOf(DecoderActor.Pool(1));

    [Fact]
    public async Task An_image_that_is_decoded_is_given_back_before_its_asker_hears_of_it()
    {
        var image = Decode([.. Drawn([1, 2, 3])]);

        (await ExpectMsgAsync<ImageDecoded>()).Bytes.Span.ToArray().ShouldBe([1, 2, 3]);
        ShouldBeGivenBack(image);
    }

    [Fact]
    public async Task An_image_that_carries_nothing_is_given_back_before_its_asker_hears_of_it()
    {
        var image = Decode([1, 2, 3]);

        await ExpectMsgAsync<ImageUnfit>();
        ShouldBeGivenBack(image);
    }

    [Fact]
    public async Task An_image_whose_decoder_crashes_is_given_back_and_told()
    {
        var image = Decode([1, 2, 3], null!);

        (await ExpectMsgAsync<CodecCrashed>()).Seq.ShouldBe(7);
        ShouldBeGivenBack(image);
    }

    private static byte[] Drawn(byte[] payload)
    {
        using var image = ImageCanvas.Encode(payload, new CanvasSize(16, 16), PixelCompression.Stored);
        return image.Span.ToArray();
    }

    private static void ShouldBeGivenBack(PooledBytes image) => Should.Throw<ObjectDisposedException>(() => image.Memory);

    private PooledBytes Decode(byte[] bytes) => Decode(bytes, PieceOpening.Stored(format1: true, ContainerKind.Data, default));

    private PooledBytes Decode(byte[] bytes, PieceOpening opening)
    {
        var image = PooledBytes.CopyOf(bytes);
        _decoders.Tell(new DecodeImage(7, image, opening, 16 * 16 * 3, null, TestActor));
        return image;
    }
}
