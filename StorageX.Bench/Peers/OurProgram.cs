using StorageX.Bench.Measuring;

namespace StorageX.Bench.Peers;

/// <summary>The published program with a home of its own.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Path">The program.</param>
internal sealed record OurProgram(string Name, string Path) : Contender(Name)
{
    private string _key = "";

    /// <summary>What stands before its own arguments, where <see cref="Path"/> is a program that runs it.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Options of the upload.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Lines of configuration.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>Variables of the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override bool IsOurs => true;

    /// <inheritdoc/>
    public override string? Missing => null;

    /// <inheritdoc/>
    public override Run Store(string source, string store) => Store([.. Options, source], store, null);

    /// <inheritdoc/>
    public override Run? Restore(string store, string target) => Run(["download", _key, target, "--quiet"], store);

    /// <summary>Stores what is fed to it.</summary>
    public Run Store(string store, Action<Stream> feed) => Store([.. Options, "-"], store, feed);

    /// <summary>Restores to nowhere.</summary>
    public Run RestoreToNowhere(string store) => Run(["download", _key, "-", "--quiet"], store, discard: true);

    /// <summary>Runs it.</summary>
    public Run Run(IReadOnlyList<string> arguments, string home, Action<Stream>? feed = null, bool discard = false)
    {
        var settings = System.IO.Path.Combine(home, "config", "storagex", "akka.hocon");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(settings)!);
        File.WriteAllText(settings, Configuration);
        var variables = new Dictionary<string, string>(Environment, StringComparer.Ordinal)
        {
            ["XDG_DATA_HOME"] = System.IO.Path.Combine(home, "data"),
            ["XDG_CONFIG_HOME"] = System.IO.Path.Combine(home, "config"),
        };
        return ProcessRun.Measure(Path, [.. Before, .. arguments], variables, feed, discard);
    }

    /// <summary>Where its images are in a home.</summary>
    public static string ImagesIn(string home) => System.IO.Path.Combine(home, "data", "storagex", "images");

    private Run Store(IReadOnlyList<string> arguments, string store, Action<Stream>? feed)
    {
        var run = Run(["upload", .. arguments, "--quiet"], store, feed);
        _key = run.Output;
        return run;
    }
}
