using System.Text;
using StorageX.Bench.Growth;
using StorageX.Bench.Measuring;
using StorageX.Bench.Peers;

namespace StorageX.Bench.Reports;

/// <summary>The figures as a page in Markdown, with two plots.</summary>
internal static class Report
{
    private const string Plots = "StorageX.Bench/Plots";

    /// <summary>Writes the page and the plots into the repository.</summary>
    public static void Write(Figures figures, string repository)
    {
        Directory.CreateDirectory(Path.Combine(repository, Plots));
        File.WriteAllText(Path.Combine(repository, "BENCHMARKS.md"), ToMarkdown(figures));
        Speed(figures, Path.Combine(repository, Plots, "speed.png"));
        Cost(figures, Path.Combine(repository, Plots, "cost.png"));
    }

    /// <summary>The page.</summary>
    public static string ToMarkdown(Figures f)
    {
        var page = new StringBuilder();
        page.Append($"# Benchmarks\n\n{Machine.Describe()}.\n\n");
        page.Append("Written by `dotnet run -c Release --project StorageX.Bench -- peers`; [StorageX.Bench](StorageX.Bench/README.md) says how to repeat it.\n");
        page.Append($"Medians of {f.Rounds} rounds, in which all took turns, {(f.InMemory ? "on a memory file system" : "on a disk, which is in every figure by the clock")}. ");
        page.Append("Processor time counts; what is by the clock depends on what else the machine does.\n");
        if (f.Skipped.Count > 0)
            page.Append($"Not installed, so skipped: {string.Join("; ", f.Skipped)}.\n");
        page.Append($"\n## Goals\n\n{Goals.ToMarkdown(f)}");
        page.Append($"\n## Whole files of {Size(f.Length)}\n\nThe program as published; images go to a directory. \"Stored\" is bytes stored for one byte given, manifests included.\n");
        foreach (var (source, rows) in f.Whole)
            page.Append($"\n{Whole(source, rows)}");
        page.Append($"\nThe original's way is given a sixteenth of the file, and its times are scaled.\n\n{References(f)}");
        page.Append($"\n![Speed against peers]({Plots}/speed.png)\n");
        page.Append($"\n## Pictures\n\n{f.Images.ToMarkdown()}\nA PNG of a full piece has {f.Images.BytesRatio:0.000000} bytes for one byte of it.\n");
        page.Append($"\n## Parity\n\n{f.Parity.ToMarkdown()}\n");
        page.Append("Pieces come one by one, as an upload has them, but for ec_encode_data, which has the whole group in memory. The fastest way of the machine, and the others that it has.\n");
        page.Append($"\n## How cost grows\n\n{Sizes(f)}\n![Cost against size]({Plots}/cost.png)\n");
        page.Append($"\nThe rest is measured on {Size(f.SettingsLength)} of random bytes.\n");
        foreach (var (title, varies, rows) in f.Settings)
            page.Append($"\n### {title}\n\n{Settings(varies, rows)}");
        if (f.Workers is { } workers)
            page.Append($"\n### Workers\n\nWith {Size(f.Length)}. After the first sixteenth of it, which has the start in it, two are {workers.Speedup:0.00} times as fast as one.\n\n{Settings("processors, encoders and permits", [workers.One, workers.Two])}");
        return page.ToString();
    }

    /// <summary>Bytes in the unit that suits them.</summary>
    public static string Size(long bytes) => bytes >= 1 << 30 ? $"{bytes >> 30} GiB" : $"{bytes >> 20} MiB";

    private static string Whole(string source, IReadOnlyList<WholeRow> rows)
    {
        var table = new MarkdownTable($"{source} bytes", "up: wall s", "user s", "kernel s", "peak MiB", "stored", "down: wall s", "user s", "kernel s", "peak MiB");
        foreach (var (contender, store, restore) in rows)
            table.Add([contender.Name, .. Times(store), $"{store.StoredRatio:0.00000}", .. restore is null ? ["", "", "", ""] : Times(restore)]);
        return table.ToString();
    }

    private static string References(Figures f)
    {
        var table = new MarkdownTable("one thread, in memory, between the rounds", "s/GiB", "GB/s");
        foreach (var (name, seconds) in f.References)
            table.Add(name, $"{seconds:0.000}", $"{(1L << 30) / seconds / 1e9:0.0}");
        return table.ToString();
    }

    private static string Sizes(Figures f)
    {
        var table = new MarkdownTable("file through a pipe", "up: wall s", "user s", "kernel s", "peak MiB", "user s/GiB", "down: wall s", "user s", "kernel s", "peak MiB", "user s/GiB");
        foreach (var (length, store, restore) in f.Sizes)
            table.Add([Size(length), .. Times(store), PerGibibyte(store, length), .. Times(restore), PerGibibyte(restore, length)]);
        return table.ToString();
    }

    private static string Settings(string varies, IReadOnlyList<SettingsRow> rows)
    {
        var table = new MarkdownTable(varies, "up: wall s", "user s", "kernel s", "peak MiB", "stored", "down: wall s", "user s", "kernel s", "peak MiB");
        foreach (var (name, store, restore) in rows)
            table.Add([name, .. Times(store), $"{store.StoredRatio:0.00000}", .. Times(restore)]);
        return table.ToString();
    }

    private static string[] Times(Run run) => [$"{run.Wall:0.00}", $"{run.User:0.00}", $"{run.Kernel:0.00}", $"{run.PeakMemory / Run.Mebibyte:0}"];

    private static string PerGibibyte(Run run, long length) => $"{run.User * (1L << 30) / length:0.00}";

    private static void Speed(Figures f, string file) => Chart.Bars(
        file,
        "MiB for a second of user CPU",
        [($"Upload of a random file of {Size(f.Length)}", Bars(f, row => row.Store)), ("Download of it", Bars(f, row => row.Restore))]);

    private static List<Bar> Bars(Figures f, Func<WholeRow, Run?> direction) =>
    [
        .. f.Whole[0].Rows.Where(row => row.Contender.Name != "cp" && direction(row) is not null)
            .Select(row => new Bar(row.Contender.Name, f.Length / Run.Mebibyte / direction(row)!.User, row.Contender.IsOurs)),
    ];

    private static void Cost(Figures f, string file) => Chart.Curves(
        file,
        "size of the file; random bytes through a pipe",
        [
            ("User CPU, seconds for a GiB (1 MiB is all start)", Both(f, 16 << 20, (row, run) => run.User * (1L << 30) / row.Length)),
            ("User CPU, seconds in all", Both(f, 0, (_, run) => run.User)),
            ("Peak memory, MiB", Both(f, 0, (_, run) => run.PeakMemory / Run.Mebibyte)),
        ]);

    private static List<Curve> Both(Figures f, long least, Func<SizeRow, Run, double> figure) =>
    [
        new("upload", [.. f.Sizes.Where(row => row.Length >= least).Select(row => ((double)row.Length, figure(row, row.Store)))]),
        new("download", [.. f.Sizes.Where(row => row.Length >= least).Select(row => ((double)row.Length, figure(row, row.Restore)))]),
    ];
}
