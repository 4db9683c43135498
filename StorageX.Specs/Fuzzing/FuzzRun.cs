using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace StorageX.Specs.Fuzzing;

/// <summary>Has a target read input by input. A failure is an exception that is no refusal, an input that takes too long, or one that takes too much memory.</summary>
/// <param name="target">The target.</param>
/// <param name="seed">What is random follows from it, and from the round's number.</param>
/// <param name="directory">Where inputs go that fail.</param>
/// <param name="say">Tells a line.</param>
internal sealed class FuzzRun(FuzzTarget target, int seed, string directory, Action<string> say)
{
    private const int MostFailures = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly HashSet<string> _failures = [];
    private byte[] _input = [];
    private long _began;
    private long _read;
    private long _refused;

    /// <summary>How many failures there were that differ.</summary>
    public int Failures => _failures.Count;

    /// <summary>How many inputs were read or refused.</summary>
    public long Rounds { get; private set; }

    /// <summary>Where the input is kept that a process was reading when it ended.</summary>
    public static string LastOf(string directory, string target) => Path.Combine(directory, $"{target}.last");

    /// <summary>Runs for a time, or a number of rounds.</summary>
    /// <param name="time">The time.</param>
    /// <param name="rounds">The most rounds.</param>
    public void Run(TimeSpan time, long rounds)
    {
        var watch = Stopwatch.StartNew();
        if (LastInput.Left(LastOf(directory, target.Name)) is { } left)
            Fail(left, "the end of a process", "an earlier process ended while it read this");
        using var last = new LastInput(LastOf(directory, target.Name));
        using var watcher = Watch();
        while (Rounds < rounds && watch.Elapsed < time && Failures < MostFailures)
        {
            var input = target.Make(new Random(unchecked((int)(((uint)seed * 2654435761) + (uint)Rounds))));
            last.Keep(input);
            Try(input);
            Rounds++;
        }

        last.Forget();
        say(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: seed {seed}, {Rounds} rounds in {watch.Elapsed.TotalSeconds:0} s: {_read} read, {_refused} refused, {Failures} failed"));
    }

    /// <summary>Reads one input.</summary>
    public void Try(byte[] input)
    {
        _input = input;
        Volatile.Write(ref _began, Stopwatch.GetTimestamp());
        var before = GC.GetTotalAllocatedBytes();
        try
        {
            target.Read(input).GetAwaiter().GetResult();
            _read++;
        }
        catch (Exception error) when (target.Refuses(error) && error.Message.Length > 0)
        {
            _refused++;
        }
        catch (Exception error)
        {
            Fail(input, $"{error.GetType().Name} {error.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("StorageX.", StringComparison.Ordinal))?.Trim()}", error.ToString());
        }

        Volatile.Write(ref _began, 0);
        var allocated = GC.GetTotalAllocatedBytes() - before;
        if (allocated > target.MostAllocated)
            Fail(input, "memory", $"the input made the reader allocate {allocated} bytes");
    }

    // A thread that never comes back cannot be ended; the process can.
    private Timer Watch() => new(
        _ =>
        {
            var began = Volatile.Read(ref _began);
            if (began == 0 || Stopwatch.GetElapsedTime(began) < Patience)
                return;
            Fail(_input, "hang", $"the input takes more than {Patience.TotalSeconds} s");
            Environment.Exit(1);
        },
        null,
        Patience,
        TimeSpan.FromSeconds(1));

    private void Fail(byte[] input, string kind, string details)
    {
        if (!_failures.Add(kind))
            return;
        var file = Path.Combine(directory, $"{target.Name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}.bin");
        File.WriteAllBytes(file, input);
        say($"FAILED {target.Name}, seed {seed}, round {Rounds}: {details}");
        say($"  input: {Convert.ToBase64String(input)}");
        say($"  again: dotnet run --project StorageX.Specs -- fuzz --target {target.Name} --repeat {file}");
    }
}
