using System.Globalization;

namespace StorageX.Specs.Fuzzing;

/// <summary>Fuzzes all targets, or one, for a time or a number of rounds; ends with 1 if anything failed.</summary>
internal static class FuzzCommand
{
    public const string Verb = "fuzz";
    private const string Usage = "usage: fuzz [--time SECONDS|10m|2h] [--rounds N] [--seed N] [--target NAME] [--repeat FILE] [--out DIRECTORY]";

    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new Dictionary<string, string>();
        for (var at = 0; at < arguments.Length; at += 2)
        {
            if (at + 1 == arguments.Length || arguments[at] is not ("--time" or "--rounds" or "--seed" or "--target" or "--repeat" or "--out"))
                return Say(Usage);
            options[arguments[at]] = arguments[at + 1];
        }

        var seed = options.TryGetValue("--seed", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : Environment.TickCount;
        var rounds = options.TryGetValue("--rounds", out text) ? long.Parse(text, CultureInfo.InvariantCulture) : long.MaxValue;
        var time = options.TryGetValue("--time", out text) ? TimeOf(text) : rounds == long.MaxValue ? TimeSpan.FromMinutes(1) : TimeSpan.MaxValue;
        var directory = Directory.CreateDirectory(options.GetValueOrDefault("--out") ?? Path.Combine("artifacts", "fuzz")).FullName;
        var targets = FuzzTargets.All.Where(target => options.GetValueOrDefault("--target") is not { } name || target.Key == name).ToList();
        if (targets.Count == 0)
            return Say($"there are: {string.Join(", ", FuzzTargets.All.Select(target => target.Key))}");
        var (failures, inputs) = (0, 0L);
        var left = targets.Sum(target => target.Value.Share);
        foreach (var (name, (share, make)) in targets)
        {
            var target = await make();
            await using var host = target.Host;
            var run = new FuzzRun(target, seed, directory, Console.WriteLine);
            if (options.TryGetValue("--repeat", out var file))
                run.Try(await File.ReadAllBytesAsync(file));
            else
                run.Run(time == TimeSpan.MaxValue ? time : time * share / left, rounds);
            (failures, inputs) = (failures + run.Failures, inputs + run.Rounds);
        }

        Console.WriteLine($"{inputs} inputs, {failures} failures");
        return failures > 0 ? 1 : 0;
    }

    private static TimeSpan TimeOf(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : StorageX.Pacing.TimeSpanText.Parse(text, TimeSpan.FromDays(7)) ?? throw new FormatException(Usage);

    private static int Say(string words)
    {
        Console.Error.WriteLine(words);
        return 2;
    }
}
