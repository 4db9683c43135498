using StorageX.Bench.Growth;
using StorageX.Bench.Images;
using StorageX.Bench.Measuring;
using StorageX.Bench.Parity;

namespace StorageX.Bench.Peers;

/// <summary>Everything that one run of the command measured; medians.</summary>
internal sealed record Figures
{
    /// <summary>Bytes of the files that every contender stored.</summary>
    public required long Length { get; init; }

    /// <summary>How often.</summary>
    public required int Rounds { get; init; }

    /// <summary>Whether everything lay in a memory file system.</summary>
    public required bool InMemory { get; init; }

    /// <summary>What is not installed, with the contender that needs it.</summary>
    public required IReadOnlyList<string> Skipped { get; init; }

    /// <summary>By kind of file.</summary>
    public required IReadOnlyList<(string Source, IReadOnlyList<WholeRow> Rows)> Whole { get; init; }

    /// <summary>Processor seconds a GiB of memcpy and its like, measured between the rounds.</summary>
    public required IReadOnlyList<(string Name, double SecondsPerGibibyte)> References { get; init; }

    /// <summary>Pictures in memory.</summary>
    public required ImageFigures Images { get; init; }

    /// <summary>Parity in memory.</summary>
    public required ParityFigures Parity { get; init; }

    /// <summary>Growing files.</summary>
    public required IReadOnlyList<SizeRow> Sizes { get; init; }

    /// <summary>Other settings; each with what varies, and the bytes of the file.</summary>
    public required IReadOnlyList<(string Title, string Varies, IReadOnlyList<SettingsRow> Rows)> Settings { get; init; }

    /// <summary>Bytes of the files of <see cref="Settings"/>.</summary>
    public required long SettingsLength { get; init; }

    /// <summary>One worker on one processor, two on two, with files of <see cref="Length"/>; null without taskset or a second processor.</summary>
    public required (SettingsRow One, SettingsRow Two, double Speedup)? Workers { get; init; }

    /// <summary>The version, and a KiB stored.</summary>
    public required (Run Version, Run Kibibyte) Start { get; init; }

    /// <summary>Bytes allocated for each piece of an upload.</summary>
    public required double AllocatedPerPiece { get; init; }

    /// <summary>How near an upload comes to a host of 100 ms and 8 permits; 1 is as near as can be.</summary>
    public required double SlowHost { get; init; }

    /// <summary>A contender's row; null if it was skipped.</summary>
    public WholeRow? RowOf(string source, string name) =>
        Whole.First(whole => whole.Source == source).Rows.FirstOrDefault(row => row.Contender.Name == name);
}
