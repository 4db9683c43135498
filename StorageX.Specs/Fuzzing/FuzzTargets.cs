namespace StorageX.Specs.Fuzzing;

/// <summary>All that is fuzzed, with its share of the time.</summary>
internal static class FuzzTargets
{
    /// <summary>The targets by name.</summary>
    public static IReadOnlyDictionary<string, (int Share, Func<Task<FuzzTarget>> Make)> All { get; } = new Dictionary<string, (int, Func<Task<FuzzTarget>>)>
    {
        ["png"] = (12, () => Task.FromResult(FormatTargets.Png())),
        ["container"] = (6, () => Task.FromResult(FormatTargets.Container())),
        ["manifest"] = (8, () => Task.FromResult(FormatTargets.Manifest())),
        ["key"] = (4, () => Task.FromResult(FormatTargets.Key())),
        ["hocon"] = (8, () => Task.FromResult(SettingsTargets.Hocon())),
        ["settings"] = (8, () => Task.FromResult(SettingsTargets.Settings())),
        ["uploader"] = (12, () => Task.FromResult(HostTargets.Uploader())),
        ["search"] = (8, () => Task.FromResult(HostTargets.Search())),
        ["answer"] = (12, () => Task.FromResult(HostTargets.Answer())),
        ["http"] = (12, SocketTargets.HostAsync),
        ["daemon"] = (10, SocketTargets.DaemonAsync),
    };

    /// <summary>The files of a folder of the corpus.</summary>
    public static IReadOnlyList<byte[]> Corpus(params string[] folder) =>
        [.. Directory.EnumerateFiles(Path.Combine([AppContext.BaseDirectory, "Vectors", .. folder])).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
}
