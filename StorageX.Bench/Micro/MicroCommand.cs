using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace StorageX.Bench.Micro;

/// <summary>Small parts of the engine, by BenchmarkDotNet, in this process: it compiles as the program does.</summary>
internal static class MicroCommand
{
    /// <summary>Runs those that the arguments choose; all of them without any. Answers the exit code.</summary>
    /// <param name="args">BenchmarkDotNet's own, such as <c>--filter *Canvas*</c>, and <c>--job dry</c> to see that they run.</param>
    public static int Run(string[] args)
    {
        string[] all = ["--filter", "*"];
        var job = args.Contains("dry", StringComparer.OrdinalIgnoreCase) ? Job.Dry : Job.ShortRun;
        var config = DefaultConfig.Instance.AddJob(job.WithToolchain(InProcessEmitToolchain.Instance));
        var filter = args.Where(arg => arg is not "--job" and not "dry").ToArray();
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(filter.Length > 0 ? filter : all, config);
        return summaries.All(summary => summary.Reports.Length > 0 && summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
