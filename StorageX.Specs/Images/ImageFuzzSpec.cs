using Shouldly;
using StorageX.Images;
using StorageX.Specs.Fuzzing;
using Xunit;
using Xunit.Abstractions;

namespace StorageX.Specs.Images;

public sealed class ImageFuzzSpec(ITestOutputHelper output)
{
    private const int Limit = 100_000;

    // Of a PNG two rows of the longest side in the widest pixels and one of their colours, rounded up to powers of two as pools do;
    // the payload and an interlaced picture's pixels are small beside them. The second reader takes the whole picture, up to a thousand
    // times the file.
    private const int MostAllocated = 16 << 20;

    [Fact]
    public void No_damage_makes_the_reader_fail_otherwise_than_by_a_refusal_or_take_more_than_its_limit()
    {
        var seeds = PngVectors.All.Select(v => v.Read()).Where(f => f.Length < 8000).ToArray();
        Fuzz.Run<ImageException>(output, (random, _) => PngDamage.Of(seeds[random.Next(seeds.Length)], seeds[random.Next(seeds.Length)], random), file =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var payload = ImageCanvas.Decode(file, Limit);
                payload.Length.ShouldBeLessThanOrEqualTo(Limit);
            }
            finally
            {
                (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostAllocated);
            }
        });
    }
}
