using StorageX.Bench.Measuring;

namespace StorageX.Bench.Growth;

/// <summary>What the engine allocates for each piece of an upload, buffers of its pool aside, which it uses again.</summary>
internal static class Allocation
{
    private const int Warm = 64;
    private const int Pieces = 256;
    private const int Rounds = 5;

    /// <summary>Bytes for each piece, on its way from a file to a host that keeps nothing.</summary>
    public static async Task<double> PerPieceAsync(Workplace work)
    {
        await using var storage = new Storage(StorageXSettings.Parse($"storagex.data = \"{work.Empty("allocation")}\""), new ForgetfulHost(TimeSpan.Zero));
        await UploadAsync(storage, work, Warm + Pieces);
        var rounds = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var few = await AllocatedAsync(storage, work, Warm);
            rounds.Add((double)(await AllocatedAsync(storage, work, Warm + Pieces) - few) / Pieces);
        }

        // A pool that was emptied meanwhile, since memory was short, is filled again at the cost of one round.
        return Stopwatched.Median(rounds);
    }

    private static async Task<long> AllocatedAsync(Storage storage, Workplace work, int pieces)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await UploadAsync(storage, work, pieces);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static async Task UploadAsync(Storage storage, Workplace work, int pieces)
    {
        Source.Random.WriteTo(work["file"], (long)pieces * References.PieceBytes);
        await storage.UploadAsync(work["file"], new UploadOptions { PrivatePieces = true });
    }
}
