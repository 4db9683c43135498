using System.Buffers.Binary;
using Shouldly;
using StorageX.Images;
using Xunit;

namespace StorageX.Specs.Images.Stb;

public sealed class StbImageReaderSpec
{
    [Theory]
    [InlineData("canvas.bmp")]
    [InlineData("canvas.tga")]
    [InlineData("canvas-packed.tga")]
    [InlineData("canvas.gif")]
    [InlineData("canvas.psd")]
    [InlineData("canvas-packed.psd")]
    public void A_picture_that_is_no_PNG_gives_the_payload(string name)
    {
        using var payload = ImageCanvas.Decode(Read(name), 240);
        payload.Span.ToArray().ShouldBe(Enumerable.Range(0, 240).Select(i => (byte)(i * 7)));
    }

    [Theory]
    [InlineData("black.jpg")]
    [InlineData("black-progressive.jpg")]
    public void A_JPEG_that_lost_nothing_gives_the_payload(string name)
    {
        using var payload = ImageCanvas.Decode(Read(name), 240);
        payload.Length.ShouldBe(0);
    }

    [Fact]
    public void A_JPEG_that_lost_something_is_refused_by_name() =>
        Should.Throw<ImageException>(() => ImageCanvas.Decode(Read("lossy.jpg"), 240)).Message.ShouldStartWith("a JPEG image; the host re-encodes with loss; ");

    [Fact]
    public void More_payload_than_the_caller_takes_is_refused() =>
        Should.Throw<ImageException>(() => ImageCanvas.Decode(Read("canvas.bmp"), 239)).Message.ShouldContain("carries 240 bytes, where at most 239");

    [Theory]
    [InlineData("canvas.bmp", 18, true)]
    [InlineData("canvas.tga", 12, true)]
    [InlineData("canvas.gif", 6, true)]
    [InlineData("canvas.psd", 14, false)]
    public void A_picture_that_announces_too_many_pixels_is_refused_before_memory_is_taken(string name, int offset, bool littleEndian)
    {
        // The two sides: 32 bits each in BMP and PSD, 16 in TGA and GIF; all become 30,000.
        var file = Read(name);
        var bytes = name.EndsWith(".tga", StringComparison.Ordinal) || name.EndsWith(".gif", StringComparison.Ordinal) ? 2 : 4;
        for (var side = 0; side < 2; side++)
        {
            var field = file.AsSpan(offset + (side * bytes), bytes);
            field.Clear();
            if (littleEndian)
                BinaryPrimitives.WriteUInt16LittleEndian(field, 30_000);
            else
                BinaryPrimitives.WriteUInt16BigEndian(field[2..], 30_000);
        }

        var native = System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64;
        var managed = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<ImageException>(() => ImageCanvas.Decode(file, int.MaxValue)).Message.ShouldContain("30000 x 30000");
        (GC.GetAllocatedBytesForCurrentThread() - managed).ShouldBeLessThan(1 << 20);
        (System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 - native).ShouldBeLessThan(CanvasSize.MaxRaster);
    }

    [Fact]
    public void Damage_is_refused_or_read_and_never_hangs()
    {
        string[] names = ["canvas.bmp", "canvas.tga", "canvas-packed.tga", "canvas.gif", "canvas.psd", "canvas-packed.psd", "black.jpg", "black-progressive.jpg", "lossy.jpg"];
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 3000; round++)
        {
            var file = Read(names[round % names.Length]);
            for (var i = random.Next(1, 6); i > 0; i--)
                file[random.Next(file.Length)] = (byte)random.Next(256);
            if (round % 3 == 0)
                file = file[..random.Next(file.Length)];
            try
            {
                ImageCanvas.Decode(file, 1 << 20).Dispose();
            }
            catch (ImageException error)
            {
                error.Message.ShouldNotContain("\n");
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {Convert.ToBase64String(file)}", error);
            }
        }
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "stb", name));
}
