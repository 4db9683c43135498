using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace StorageX.Bench.Measuring;

/// <summary>Runs a program to its end and tells what it took. One at a time: the kernel counts the time of all children together.</summary>
internal static class ProcessRun
{
    private const int Children = -1;
    private const double Microsecond = 1e-6;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(4);

    /// <summary>Runs a program.</summary>
    /// <param name="program">Its path, or its name.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="environment">Variables that it gets beside those of this process.</param>
    /// <param name="feed">Writes its standard input; none without it.</param>
    /// <param name="discard">Whether what it writes is data: read, and thrown away.</param>
    /// <exception cref="InvalidOperationException">It ended with another status than 0.</exception>
    public static Run Measure(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, Action<Stream>? feed = null, bool discard = false)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var before = Usage();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var peak = Task.Run(() => PeakOf(process));
        var errors = process.StandardError.ReadToEndAsync();
        var output = discard ? DiscardAsync(process.StandardOutput.BaseStream) : process.StandardOutput.ReadToEndAsync();
        Feed(process, feed);
        process.WaitForExit();
        var wall = clock.Elapsed.TotalSeconds;
        var after = Usage();
        return process.ExitCode == 0
            ? new Run(wall, after.User - before.User, after.Kernel - before.Kernel, peak.Result) { Output = output.Result.Trim() }
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: ended with {process.ExitCode}: {errors.Result.Trim()}");
    }

    private static void Feed(Process process, Action<Stream>? feed)
    {
        using var input = process.StandardInput.BaseStream;
        try
        {
            feed?.Invoke(input);
        }
        catch (IOException)
        {
            // It ended before it had read everything; its status says why.
        }
    }

    private static async Task<string> DiscardAsync(Stream data)
    {
        await data.CopyToAsync(Stream.Null, 1 << 20);
        return "";
    }

    // The kernel keeps the peak; it only has to be looked at before the process has gone.
    private static long PeakOf(Process process)
    {
        var peak = 0L;
        do
            peak = Math.Max(peak, HighWater(process.Id));
        while (!process.WaitForExit(Look));
        return peak;
    }

    private static long HighWater(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(6, line.Length - 8).Trim(), CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static (double User, double Kernel) Usage()
    {
        Span<long> usage = stackalloc long[18];
        return GetResourceUsage(Children, ref MemoryMarshal.GetReference(usage)) == 0
            ? (usage[0] + (usage[1] * Microsecond), usage[2] + (usage[3] * Microsecond))
            : throw new InvalidOperationException("the kernel does not tell what its processes take");
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetResourceUsage(int who, ref long usage);
}
