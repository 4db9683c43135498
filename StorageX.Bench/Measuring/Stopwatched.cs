using System.Diagnostics;

namespace StorageX.Bench.Measuring;

/// <summary>One stage: what it is called and what it does to the piece of a given number.</summary>
internal sealed record Stage(string Name, Action<int> Work);

/// <summary>
/// Runs stages in turn, so that what else the machine does falls on all of them alike, and keeps the median of the rounds.
/// What counts is the processor's time, not the clock's: a busy machine makes the process wait.
/// </summary>
internal static class Stopwatched
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(80);

    /// <summary>Median processor seconds that a stage takes for one piece, in the order of <paramref name="stages"/>.</summary>
    public static double[] Medians(IReadOnlyList<Stage> stages, int rounds)
    {
        var measured = Rounds(stages, rounds);
        return [.. stages.Select((_, i) => Median(measured.Select(round => round[i])))];
    }

    /// <summary>Processor seconds that each stage takes for one piece, round by round, after one round to warm up.</summary>
    public static IReadOnlyList<double[]> Rounds(IReadOnlyList<Stage> stages, int rounds)
    {
        var measured = Enumerable.Range(0, rounds + 1).Select(_ => stages.Select(stage => Once(stage.Work)).ToArray()).ToList();
        return measured[1..];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static double Once(Action<int> work)
    {
        var watch = Stopwatch.StartNew();
        var before = Environment.CpuUsage.TotalTime;
        var count = 0;
        do
            work(count++);
        while (watch.Elapsed < Burst);
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds / count;
    }
}
