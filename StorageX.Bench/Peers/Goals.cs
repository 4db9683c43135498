using StorageX.Bench.Images;
using StorageX.Bench.Measuring;
using StorageX.Bench.Reports;

namespace StorageX.Bench.Peers;

/// <summary>The goals that the project has set itself, each with what was measured.</summary>
internal static class Goals
{
    private const double Percent = 100;
    private const double Milliseconds = 1000;

    /// <summary>A table of them.</summary>
    public static string ToMarkdown(Figures figures)
    {
        var table = new MarkdownTable("goal", "wanted", "measured", "reached");
        foreach (var (what, wanted, measured, reached) in All(figures))
            table.Add(what, wanted, measured, reached switch { true => "yes", false => "**no**", null => "not measured" });
        return table.ToString();
    }

    private static IEnumerable<(string What, string Wanted, string Measured, bool? Reached)> All(Figures f)
    {
        yield return AtLeast("PNG write, random data, x memcpy", f.Images.Times(ImageFigures.Write, "memcpy"), 0.5);
        yield return AtLeast("PNG write, random data, x Pillow", f.Images.Times(ImageFigures.Write, ImageFigures.PillowWrite), 150);
        yield return AtLeast("PNG read, own, x memcpy", f.Images.Times(ImageFigures.Read, "memcpy"), 0.5);
        var foreign = f.Images.NearestForeign();
        yield return AtLeast($"PNG read, re-encoded by others, x libspng (at its best: {foreign?.Name})", foreign?.Times, 1);
        var parity = f.Parity.NearestUpdate();
        yield return AtLeast($"parity, x ISA-L's ec_encode_data_update (at its best: {parity?.Work})", parity?.Times, 1);

        var ours = f.RowOf("random", PeersCommand.Format2)!;
        yield return AtMost("upload, random: user CPU, x restic backup", ours.Store.User / f.RowOf("random", "restic")?.Store.User, 0.25);
        yield return AtMost("upload, random: user CPU, x rclone crypt", ours.Store.User / f.RowOf("random", "rclone crypt")?.Store.User, 0.5);
        yield return AtMost("bytes stored / bytes given, random, manifests included", ours.Store.StoredRatio, 1.0006, "0.00000");

        foreach (var (what, peak) in new (string, Func<Growth.SizeRow, Run>)[] { ("upload", row => row.Store), ("download", row => row.Restore) })
        {
            var (small, large) = (f.Sizes.FirstOrDefault(row => row.Length >= 64 << 20), f.Sizes.Last(row => row.Length <= 10L << 30));
            var most = f.Sizes.Max(row => peak(row).PeakMemory) / Run.Mebibyte;
            yield return AtMost($"{what}: memory of {Report.Size(large.Length)}, x that of 64 MiB", small is null ? null : (double)peak(large).PeakMemory / peak(small).PeakMemory, 1.1);
            yield return AtMost($"{what}: most memory of all sizes, MiB", most, 110, "0");
        }

        yield return AtMost("allocation for each piece of an upload, beside pooled buffers, KiB", f.AllocatedPerPiece / 1024, 32, "0.0");
        yield return AtLeast("two workers on two processors, x one on one, after the start (by the clock)", f.Workers?.Speedup, 1.7);
        yield return AtLeast("a host of 100 ms and 8 permits, % of its permits in use (by the clock)", f.SlowHost * Percent, 95, "0.0");
        yield return AtMost("`storagex --version`, ms (by the clock)", f.Start.Version.Wall * Milliseconds, 60, "0");
        yield return AtMost("upload of 1 KiB, ms (by the clock)", f.Start.Kibibyte.Wall * Milliseconds, 200, "0");
        yield return AtMost("upload of 1 KiB: memory, MiB", f.Start.Kibibyte.PeakMemory / Run.Mebibyte, 70, "0");
    }

    private static (string What, string Wanted, string Measured, bool? Reached) AtLeast(string what, double? measured, double goal, string format = "0.00") =>
        (what, $"at least {goal}", measured?.ToString(format) ?? "", measured is null ? null : measured >= goal);

    private static (string What, string Wanted, string Measured, bool? Reached) AtMost(string what, double? measured, double goal, string format = "0.00") =>
        (what, $"at most {goal}", measured?.ToString(format) ?? "", measured is null ? null : measured <= goal);
}
