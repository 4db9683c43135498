using StorageX.Bench.Measuring;

namespace StorageX.Bench.Peers;

/// <summary>One line of the table of whole runs: medians.</summary>
internal sealed record WholeRow(Contender Contender, Run Store, Run? Restore);

/// <summary>Files stored and restored by every contender in turn, round by round, so that what else the machine does falls on all alike.</summary>
internal sealed class WholeRuns(Workplace work, IReadOnlyList<Contender> contenders, int rounds)
{
    private const string SourceName = "source";
    private const string PartName = "part";
    private const string StoreName = "store";
    private const string TargetName = "target";

    /// <summary>Measures one kind of file.</summary>
    /// <param name="source">What it holds.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="between">What is done once in every round.</param>
    public IReadOnlyList<WholeRow> Measure(Source source, long length, Action between)
    {
        source.WriteTo(work[SourceName], length);
        var stored = contenders.Select(_ => new List<Run>()).ToArray();
        var restored = contenders.Select(_ => new List<Run>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            between();
            for (var i = 0; i < contenders.Count; i++)
                MeasureOnce(contenders[i], source, length, stored[i], restored[i]);
        }

        work.Remove(SourceName);
        return [.. contenders.Select((contender, i) => new WholeRow(contender, Run.Median(stored[i]), restored[i] is { Count: > 0 } runs ? Run.Median(runs) : null))];
    }

    private void MeasureOnce(Contender contender, Source source, long length, List<Run> stored, List<Run> restored)
    {
        var path = work[SourceName];
        var part = (long)(length * contender.Share);
        if (part < length)
            source.WriteTo(path = work[PartName], part);
        var store = work.Empty(StoreName);
        var run = contender.Store(path, store).Scaled(1 / contender.Share);
        var kept = contender is OurProgram ? OurProgram.ImagesIn(store) : store;
        stored.Add(run with { StoredRatio = (double)Contender.SizeOf(kept) / part });
        if (contender.Restore(store, work[TargetName]) is { } back)
            restored.Add(back.Scaled(1 / contender.Share));
        if (contender.IsOurs)
            RequireSame(path, work[TargetName]);
        foreach (var name in new[] { StoreName, TargetName, PartName })
            work.Remove(name);
    }

    private static void RequireSame(string source, string target)
    {
        ProcessRun.Measure("cmp", [source, target], new Dictionary<string, string>(StringComparer.Ordinal));
    }
}
