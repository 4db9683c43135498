using System.Diagnostics;
using StorageX.Bench.Measuring;

namespace StorageX.Bench.Growth;

/// <summary>How busy an upload keeps a host that takes 100 ms for an image and eight of them at once.</summary>
internal static class SlowHost
{
    private const int Permits = 8;
    private const int Side = 64;
    private static readonly TimeSpan Answer = TimeSpan.FromMilliseconds(100);

    /// <summary>How many of its eight permits were in use, on average from the first byte to the key, in parts of all.</summary>
    public static async Task<double> MeasureAsync(Workplace work, int images)
    {
        var settings = StorageXSettings.Parse($"""
            storagex.data = "{work.Empty("slow")}"
            storagex.piece {"{"} width = {Side}, height = {Side} {"}"}
            storagex.uploads.permits = {Permits}
            """);
        var host = new ForgetfulHost(Answer);
        await using var storage = new Storage(settings, host);
        var bytes = new byte[images * Side * Side * 3];
        Source.Random.WriteTo(new MemoryStream(bytes), bytes.Length);
        var clock = Stopwatch.StartNew();
        await storage.UploadAsync(new MemoryStream(bytes), new UploadOptions { Name = "file" });
        return host.Busy / clock.Elapsed / Permits;
    }
}
