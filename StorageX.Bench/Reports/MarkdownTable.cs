using System.Text;

namespace StorageX.Bench.Reports;

/// <summary>A table in Markdown: the first column is text, the others are figures.</summary>
internal sealed class MarkdownTable(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line(text, columns);
        Line(text, ["---", .. Enumerable.Repeat("---:", columns.Length - 1)]);
        foreach (var row in _rows)
            Line(text, row);
        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
