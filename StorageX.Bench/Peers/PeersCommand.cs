using System.Diagnostics;
using System.Security.Cryptography;
using StorageX.Bench.Growth;
using StorageX.Bench.Images;
using StorageX.Bench.Measuring;
using StorageX.Bench.Parity;
using StorageX.Bench.Reports;

namespace StorageX.Bench.Peers;

/// <summary>Measures whole runs of the published program beside what else there is, and writes the report.</summary>
internal static class PeersCommand
{
    /// <summary>The name of the default format in the tables.</summary>
    public const string Format2 = "storagex";

    private const long Mebibyte = 1 << 20;
    private const long Gibibyte = 1 << 30;
    private const string Quick = "--quick";

    /// <summary>Runs; answers the exit code.</summary>
    /// <param name="args"><c>--quick</c>: small files, one round, and nothing is written.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var quick = args is [Quick];
        if (args.Length > 0 && !quick)
        {
            await Console.Error.WriteLineAsync($"peers takes nothing but {Quick}");
            return 2;
        }

        var plan = quick ? Plan.Quick : Plan.Full;
        using var work = new Workplace(4 * plan.Length);
        var figures = await MeasureAsync(work, plan);
        Console.WriteLine(Report.ToMarkdown(figures));
        if (!quick)
            Report.Write(figures, Workplace.Repository);
        return 0;
    }

    private static async Task<Figures> MeasureAsync(Workplace work, Plan plan)
    {
        var program = Step("publishing the program", () => new OurProgram(Format2, PublishedProgram.Find(work)));
        var (installed, skipped) = Contenders(program);
        using var references = new References();
        var taken = references.Stages.Select(_ => new List<double>()).ToArray();
        void Refer()
        {
            var seconds = Stopwatched.Medians(references.Stages, 3);
            for (var i = 0; i < seconds.Length; i++)
                taken[i].Add(seconds[i] * Gibibyte / References.PieceBytes);
        }

        var whole = new WholeRuns(work, installed, plan.Rounds);
        var sources = new List<(string, IReadOnlyList<WholeRow>)>();
        foreach (var source in new[] { Source.Random, Source.Text, Source.Zeros })
            sources.Add((source.Name, Step($"whole files, {source.Name}", () => whole.Measure(source, plan.Length, Refer))));
        var settings = new SettingsGrowth(work, program, plan.SettingsLength, plan.Rounds);
        var sizes = new SizeGrowth(work, program, plan.Length);
        return new Figures
        {
            Length = plan.Length,
            Rounds = plan.Rounds,
            InMemory = work.IsInMemory,
            Skipped = skipped,
            Whole = sources,
            References = [.. references.Stages.Select((stage, i) => (stage.Name, Stopwatched.Median(taken[i])))],
            Images = Step("pictures in memory", () => ImagesBench.Measure(plan.ImageRounds)),
            Parity = Step("parity in memory", () => ParityBench.Measure(plan.ImageRounds)),
            Start = Step("starting", () => Start(work, program, plan.Starts)),
            Sizes = [.. plan.Sizes.Select(size => Step($"files of {Report.Size(size)}", () => sizes.Measure(size, size > plan.Length ? 1 : plan.Rounds)))],
            SettingsLength = plan.SettingsLength,
            Settings =
            [
                ("Size of a piece's image", "pixels", Step("sizes of canvas", settings.Canvas)),
                ("Encoders or decoders, and permits", "encoders and permits", Step("sizes of pools", settings.Pool)),
                ("Pieces in flight", "credits", Step("credits", settings.Credit)),
            ],
            Workers = File.Exists("/usr/bin/taskset") && Environment.ProcessorCount > 1 ? Step("workers", new SettingsGrowth(work, program, plan.Length, plan.Rounds).Workers) : null,
            AllocatedPerPiece = await Allocation.PerPieceAsync(work),
            SlowHost = await SlowHost.MeasureAsync(work, plan.SlowImages),
        };
    }

    private static (List<Contender> Installed, List<string> Skipped) Contenders(OurProgram program)
    {
        Contender[] all =
        [
            program,
            program with { Name = "storagex, compression off", Configuration = "storagex.compression = off" },
            program with { Name = "storagex, format 1", Options = ["--format", "1"] },
            .. OtherPrograms.All,
        ];
        var skipped = all.Where(contender => contender.Missing is not null).Select(contender => $"{contender.Name}: no {contender.Missing}").ToList();
        if (!Spng.IsInstalled)
            skipped.Add("libspng: no libspng.so.0 (libspng0)");
        if (!Isal.IsInstalled)
            skipped.Add("ISA-L: no libisal.so.2 (libisal2)");
        skipped.ForEach(line => Console.Error.WriteLine($"skip {line}"));
        return ([.. all.Where(contender => contender.Missing is null)], skipped);
    }

    private static (Run Version, Run Kibibyte) Start(Workplace work, OurProgram program, int times)
    {
        var (versions, uploads) = (new List<Run>(), new List<Run>());
        var home = work.Empty("home");
        for (var i = 0; i < times; i++)
        {
            versions.Add(program.Run(["--version"], home));
            File.WriteAllBytes(work["small"], RandomNumberGenerator.GetBytes(1024));
            uploads.Add(program.Store(work["small"], home));
        }

        return (Run.Median(versions), Run.Median(uploads));
    }

    private static T Step<T>(string what, Func<T> measure)
    {
        var clock = Stopwatch.StartNew();
        var result = measure();
        Console.Error.WriteLine($"{what}: {clock.Elapsed.TotalSeconds:0} s");
        return result;
    }

    /// <summary>How much is measured.</summary>
    private sealed record Plan(long Length, int Rounds, int ImageRounds, int Starts, long SettingsLength, int SlowImages, IReadOnlyList<long> Sizes)
    {
        public static Plan Full { get; } = new(Gibibyte, 3, 15, 21, 256 * Mebibyte, 640, [Mebibyte, 16 * Mebibyte, 64 * Mebibyte, 256 * Mebibyte, Gibibyte, 4 * Gibibyte, 10 * Gibibyte, 16 * Gibibyte]);

        public static Plan Quick { get; } = new(64 * Mebibyte, 1, 3, 5, 64 * Mebibyte, 160, [Mebibyte, 16 * Mebibyte, 64 * Mebibyte, 256 * Mebibyte]);
    }
}
