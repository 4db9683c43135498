using System.Diagnostics;
using StorageX.Bench.Measuring;

namespace StorageX.Bench.Growth;

/// <summary>How near uploads come to what a host allows that takes 100 ms for an image and eight of them at once.</summary>
internal static class SlowHost
{
    private const int Permits = 8;
    private const int Side = 64;
    private static readonly TimeSpan Answer = TimeSpan.FromMilliseconds(100);

    /// <summary>Images a second, for each that the host allows.</summary>
    public static async Task<double> MeasureAsync(Workplace work, int images)
    {
        var settings = StorageXSettings.Parse($"""
            storagex.data = "{work.Empty("slow")}"
            storagex.piece {"{"} width = {Side}, height = {Side} {"}"}
            storagex.uploads.permits = {Permits}
            """);
        await using var storage = new Storage(settings, new ForgetfulHost(Answer));
        var bytes = new byte[images * Side * Side * 3];
        Source.Random.WriteTo(new MemoryStream(bytes), bytes.Length);
        var clock = Stopwatch.StartNew();
        var done = await storage.UploadAsync(new MemoryStream(bytes), new UploadOptions { Name = "file" });
        return done.Manifest.PieceCount / clock.Elapsed.TotalSeconds / (Permits / Answer.TotalSeconds);
    }
}
