using System.IO.Compression;
using Shouldly;
using StorageX.Images.Png;
using Xunit;

namespace StorageX.Specs.Images;

public sealed class ZeroRunSpec
{
    [Fact]
    public void A_run_of_zeros_inflates_to_as_many_zeros_and_takes_the_bytes_it_announces()
    {
        foreach (var zeros in Enumerable.Range(1, 1100).Append(65536).Append(2_359_000))
        {
            var block = new byte[ZeroRun.Length(zeros)];
            ZeroRun.Write(block, zeros);
            using var inflated = new DeflateStream(new MemoryStream(block), CompressionMode.Decompress);
            using var all = new MemoryStream();
            inflated.CopyTo(all);
            all.ToArray().ShouldBe(new byte[zeros], $"{zeros} zeros");
        }
    }

    [Fact]
    public void No_zeros_take_no_bytes() => ZeroRun.Length(0).ShouldBe(0);

    [Fact]
    public void A_full_canvas_of_zeros_takes_fifteen_thousand_bytes() => ZeroRun.Length(1024 * 768 * 3).ShouldBeLessThan(15_000);
}
