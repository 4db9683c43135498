using StorageX.Bench.Measuring;
using StorageX.Bench.Reports;

namespace StorageX.Bench.Images;

/// <summary>What pictures in memory took.</summary>
/// <param name="Stages">Processor seconds for one piece.</param>
/// <param name="BytesRatio">Bytes of a PNG for one byte that it carries.</param>
internal sealed record ImageFigures(IReadOnlyList<(string Name, double Seconds)> Stages, double BytesRatio)
{
    public const string Write = "PNG write, stored";
    public const string Read = "PNG read, own";
    public const string ReadForeign = "PNG read, ";
    public const string SpngRead = "libspng read, ";
    public const string PillowWrite = "Pillow save(..., 'PNG')";

    /// <summary>Processor seconds of a stage for one piece; null if it was not measured.</summary>
    public double? Of(string name) => Stages.Where(stage => stage.Name == name).Select(stage => (double?)stage.Seconds).FirstOrDefault();

    /// <summary>How many times as fast as another stage; null where one is missing.</summary>
    public double? Times(string stage, string other) => Of(other) / Of(stage);

    /// <summary>The picture of another writer at which libspng comes nearest, and how many times as fast we are; null without libspng.</summary>
    public (string Name, double Times)? NearestForeign() => Stages
        .Where(stage => stage.Name.StartsWith(SpngRead, StringComparison.Ordinal))
        .Select(stage => (Name: stage.Name[SpngRead.Length..], Times: Times(ReadForeign + stage.Name[SpngRead.Length..], stage.Name)!.Value))
        .OrderBy(pair => pair.Times).Select(pair => ((string, double)?)pair).FirstOrDefault();

    /// <summary>A table of all stages.</summary>
    public string ToMarkdown()
    {
        var table = new MarkdownTable("in memory, one thread, pieces of 2.36 MB", "GB/s", "x memcpy");
        foreach (var (name, seconds) in Stages)
            table.Add(name, $"{References.PieceBytes / seconds / 1e9:0.000}", $"{Times(name, "memcpy"):0.000}");
        return table.ToString();
    }
}
