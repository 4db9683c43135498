using StorageX.Bench.Measuring;

namespace StorageX.Bench.Peers;

/// <summary>The program as users have it: published, compiled ahead of time.</summary>
internal static class PublishedProgram
{
    /// <summary>Publishes it, unless <c>$STORAGEX</c> names one, and answers its path.</summary>
    public static string Find(Workplace work)
    {
        if (Environment.GetEnvironmentVariable("STORAGEX") is { Length: > 0 } given)
            return given;
        var target = work.Empty("program");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1" };
        ProcessRun.Measure(
            "dotnet",
            ["publish", Path.Combine(Workplace.Repository, "StorageX.Host"), "-c", "Release", "-o", target, "--nologo", "-v", "quiet", "-p:UseSharedCompilation=false"],
            variables);
        return Path.Combine(target, "storagex");
    }
}
