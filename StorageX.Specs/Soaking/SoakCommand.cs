using System.Diagnostics;
using System.Globalization;

namespace StorageX.Specs.Soaking;

/// <summary>Runs soaks with many seeds, several side by side; ends with 1 if anything is a fault of ours.</summary>
internal static class SoakCommand
{
    public const string Verb = "soak";
    private const string Usage = "usage: soak [--transfers N] [--uploads N] [--pools N] [--rate N] [--seed N] [--lanes N]";
    private const int MostTold = 40;

    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new Dictionary<string, int> { ["--transfers"] = 0, ["--uploads"] = 0, ["--pools"] = 0, ["--rate"] = 0, ["--seed"] = 0, ["--lanes"] = 24 };
        for (var at = 0; at < arguments.Length; at += 2)
        {
            if (at + 1 == arguments.Length || !options.ContainsKey(arguments[at]) || !int.TryParse(arguments[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                await Console.Error.WriteLineAsync(Usage);
                return 2;
            }

            options[arguments[at]] = number;
        }

        var faults = await SoakAsync("transfers", options["--transfers"], TransferSoak.Transfers, TransferSoak.RunAsync, options)
            + await SoakAsync("uploads and re-uploads", options["--uploads"], ReuploadSoak.Uploads, ReuploadSoak.RunAsync, options)
            + await SoakAsync("transfers through pools", options["--pools"], PoolSoak.Transfers, PoolSoak.RunAsync, options);
        if (options["--rate"] > 0)
            await PoolRate.RunAsync(options["--rate"]);
        return faults > 0 ? 1 : 0;
    }

    private static async Task<int> SoakAsync(string name, int number, int each, Func<int, SoakTally, Task> run, Dictionary<string, int> options)
    {
        if (number == 0)
            return 0;
        var (tally, began, seeds) = (new SoakTally(), Stopwatch.GetTimestamp(), (number + each - 1) / each);
        await RunAsync(options["--seed"], seeds, options["--lanes"], run, tally);
        Console.WriteLine(FormattableString.Invariant($"{seeds * each} {name}, seeds {options["--seed"]} to {options["--seed"] + seeds - 1}, in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s:"));
        foreach (var line in tally.Lines().Concat(tally.Slow().Take(MostTold).Select(slow => $"over ten times by the clock: {slow}")).Concat(tally.Faults.Take(MostTold)))
            Console.WriteLine(line);
        Console.WriteLine($"{tally.Faults.Count} faults of ours, {tally.Slow().Count()} uploads over ten times by the clock");
        return tally.Faults.Count;
    }

    /// <summary>Runs seeds, several side by side.</summary>
    /// <param name="seed">The first.</param>
    /// <param name="seeds">How many.</param>
    /// <param name="lanes">How many at once.</param>
    /// <param name="run">Runs one.</param>
    /// <param name="tally">Where they count.</param>
    public static Task RunAsync(int seed, int seeds, int lanes, Func<int, SoakTally, Task> run, SoakTally tally) =>
        Parallel.ForEachAsync(Enumerable.Range(seed, seeds), new ParallelOptions { MaxDegreeOfParallelism = lanes }, async (one, _) => await run(one, tally));
}
