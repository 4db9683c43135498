using StorageX.Bench.Measuring;
using StorageX.Bench.Reports;

namespace StorageX.Bench.Parity;

/// <summary>What parity took.</summary>
/// <param name="Rows">A row for each way to do each kind of work.</param>
internal sealed record ParityFigures(IReadOnlyList<ParityRow> Rows)
{
    public const string Ours = "storagex";
    public const string Update = "ISA-L, ec_encode_data_update";
    public const string Whole = "ISA-L, ec_encode_data";

    /// <summary>The kind of work at which ISA-L's update comes nearest, and how many times as fast we are; null without ISA-L.</summary>
    public (string Work, double Times)? NearestUpdate() => ParityBench.Encoding
        .Select(work => (Work: work, Times: TimesUpdate(work))).Where(pair => pair.Times is not null)
        .OrderBy(pair => pair.Times).Select(pair => ((string, double)?)(pair.Work, pair.Times!.Value)).FirstOrDefault();

    /// <summary>A table of all.</summary>
    public string ToMarkdown()
    {
        var table = new MarkdownTable("in memory, one thread, pieces of 2.36 MB", "GB/s of data", "x ISA-L's update", "x ISA-L's ec_encode_data");
        foreach (var row in Rows)
            table.Add($"{row.Work}: {row.Way}", $"{row.GigabytesPerSecond:0.0}", $"{row.TimesUpdate:0.00}", $"{row.TimesWhole:0.00}");
        return table.ToString();
    }

    private double? TimesUpdate(string work) => Rows.FirstOrDefault(row => row.Work == work && row.Way == Ours)?.TimesUpdate;
}

/// <summary>One way to do a kind of work.</summary>
/// <param name="Work">What is done.</param>
/// <param name="Way">By what.</param>
/// <param name="GigabytesPerSecond">Bytes of data for a second of the processor.</param>
/// <param name="TimesUpdate">How many times as fast as ISA-L piece by piece, as the median of the rounds; null without ISA-L.</param>
/// <param name="TimesWhole">How many times as fast as ISA-L with the whole group in memory; null without ISA-L.</param>
internal sealed record ParityRow(string Work, string Way, double GigabytesPerSecond, double? TimesUpdate, double? TimesWhole);
