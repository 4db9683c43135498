using System.Runtime.InteropServices;

namespace StorageX.Bench.Measuring;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>Processor, how many of them, memory, system, .NET and the date, on one line.</summary>
    public static string Describe() =>
        $"{Processor()}, {Environment.ProcessorCount} processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB of memory, " +
        $"{RuntimeInformation.OSDescription}, .NET {Environment.Version}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}";

    private static string Processor()
    {
        const string list = "/proc/cpuinfo";
        var line = File.Exists(list) ? File.ReadLines(list).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? $"{RuntimeInformation.ProcessArchitecture}";
    }
}
