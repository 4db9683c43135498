namespace StorageX.Bench.Measuring;

/// <summary>What one run took.</summary>
/// <param name="Wall">Seconds by the clock; what else the machine does is in it.</param>
/// <param name="User">Seconds of processor time in the program itself.</param>
/// <param name="Kernel">Seconds of processor time in the kernel on its behalf.</param>
/// <param name="PeakMemory">The most memory it had resident, in bytes.</param>
internal sealed record Run(double Wall, double User, double Kernel, long PeakMemory)
{
    /// <summary>Bytes of memory in a MiB.</summary>
    public const double Mebibyte = 1 << 20;

    /// <summary>What it wrote to standard output, unless that was measured as data.</summary>
    public string Output { get; init; } = "";

    /// <summary>Bytes that the store holds afterwards, for one byte given; 0 where that is not measured.</summary>
    public double StoredRatio { get; init; }

    /// <summary>The same for a file that is so many times as large.</summary>
    public Run Scaled(double factor) => this with { Wall = Wall * factor, User = User * factor, Kernel = Kernel * factor };

    /// <summary>The median of each figure by itself.</summary>
    public static Run Median(IReadOnlyCollection<Run> runs) => new(
        Of(runs, run => run.Wall), Of(runs, run => run.User), Of(runs, run => run.Kernel), (long)Of(runs, run => run.PeakMemory))
    {
        StoredRatio = Of(runs, run => run.StoredRatio),
    };

    private static double Of(IReadOnlyCollection<Run> runs, Func<Run, double> figure) => Stopwatched.Median(runs.Select(figure));
}
