using StorageX.Bench.Measuring;
using StorageX.Bench.Peers;

namespace StorageX.Bench.Growth;

/// <summary>One variant of the program's settings and what a file took with it.</summary>
internal sealed record SettingsRow(string Name, Run Store, Run Restore);

/// <summary>What a file costs with other settings: sizes of canvas, encoders, permits, credits. The variants take turns.</summary>
internal sealed class SettingsGrowth(Workplace work, OurProgram program, long length, int rounds)
{
    private static readonly (int Width, int Height)[] Canvases = [(128, 96), (256, 192), (512, 384), (1024, 768), (2048, 1536), (4096, 3072)];
    private const int Beginning = 16;
    private static readonly int[] Credits = [1, 2, 4, 8, 16, 32];
    private static readonly (int Encoders, int Permits)[] Pools = [(1, 1), (1, 4), (2, 1), (2, 2), (2, 4), (2, 8), (4, 4), (4, 8)];

    /// <summary>Sizes of canvas.</summary>
    public IReadOnlyList<SettingsRow> Canvas() => Measure(Canvases.Select(size => Variant($"{size.Width} x {size.Height}", "", "--width", $"{size.Width}", "--height", $"{size.Height}")), rounds);

    /// <summary>Pieces in flight.</summary>
    public IReadOnlyList<SettingsRow> Credit() => Measure(Credits.Select(count => Variant($"{count}", $"storagex.transfers.credits = {count}")), rounds);

    /// <summary>Encoders and decoders, and requests that run at once.</summary>
    public IReadOnlyList<SettingsRow> Pool() => Measure(Pools.Select(pool => Variant($"{pool.Encoders} and {pool.Permits}", PoolsOf(pool.Encoders, pool.Permits))), rounds);

    /// <summary>One worker on one processor, and two on two; and how many times as fast the two are after the first sixteenth of the file, which has the start in it.</summary>
    public (SettingsRow One, SettingsRow Two, double Speedup) Workers()
    {
        OurProgram[] variants = [On("0", 1), On("0,1", 2)];
        var begun = Measure(variants, 2 * rounds, length / Beginning);
        var rows = Measure(variants, 2 * rounds);
        return (rows[0], rows[1], (rows[0].Store.Wall - begun[0].Store.Wall) / (rows[1].Store.Wall - begun[1].Store.Wall));
    }

    private OurProgram On(string processors, int workers) => Variant($"{workers}", PoolsOf(workers, workers)) with
    {
        Path = "/usr/bin/taskset",
        Before = ["-c", processors, program.Path],
    };

    private static string PoolsOf(int workers, int permits) =>
        $"storagex.transfers {{ encoders = {workers}, decoders = {workers} }}\nstoragex.uploads.permits = {permits}\nstoragex.downloads.permits = {permits}";

    private OurProgram Variant(string name, string configuration, params string[] options) => program with
    {
        Name = name,
        Configuration = $"{program.Configuration}\n{configuration}",
        Options = [.. program.Options, .. options],
    };

    private List<SettingsRow> Measure(IEnumerable<OurProgram> variants, int times, long? size = null) =>
        [.. new WholeRuns(work, [.. variants], times).Measure(Source.Random, size ?? length, () => { }).Select(row => new SettingsRow(row.Contender.Name, row.Store, row.Restore!))];
}
