using System.Globalization;
using System.Security;
using System.Text;

namespace StorageX.Bench.Reports;

/// <summary>A bar: what it is called, how long, and whether it is one of ours.</summary>
internal sealed record Bar(string Name, double Value, bool IsOurs);

/// <summary>A line of points (x, y).</summary>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Plain charts as SVG, on a light ground, readable without colours.</summary>
internal static class SvgChart
{
    private const int Width = 860;
    private const int BarHeight = 22;
    private const int BarStep = 32;
    private const int Left = 250;
    private const int Right = 90;
    private const int PanelHeight = 300;
    private const string Ink = "#222222";
    private const string Grid = "#dddddd";
    private static readonly string[] Colours = ["#1b5e9b", "#c2571a", "#3c7d3c", "#7a4a8c"];

    /// <summary>Horizontal bars from zero, one group under another.</summary>
    public static string Bars(string title, string unit, IReadOnlyList<(string Name, IReadOnlyList<Bar> Bars)> groups)
    {
        var most = groups.SelectMany(group => group.Bars).Max(bar => bar.Value);
        var body = new StringBuilder();
        var y = 64;
        foreach (var (name, bars) in groups)
        {
            Text(body, 16, y, name, "start", bold: true);
            y += 14;
            foreach (var bar in bars)
            {
                var length = Math.Max(1, bar.Value / most * (Width - Left - Right));
                Text(body, Left - 8, y + 16, bar.Name, "end", bold: bar.IsOurs);
                body.Append(CultureInfo.InvariantCulture, $"<rect x='{Left}' y='{y}' width='{length:0.#}' height='{BarHeight}' fill='{(bar.IsOurs ? Colours[0] : "#9aa5b1")}'/>\n");
                Text(body, Left + length + 6, y + 16, Figure(bar.Value), "start", bold: bar.IsOurs);
                y += BarStep;
            }

            y += 28;
        }

        return Page(title, unit, y, body);
    }

    /// <summary>Panels of curves over a logarithmic scale of sizes in bytes, one under another; y begins at zero.</summary>
    public static string Curves(string title, string unit, IReadOnlyList<(string Name, IReadOnlyList<Curve> Curves)> panels)
    {
        var body = new StringBuilder();
        var top = 50;
        foreach (var (name, curves) in panels)
        {
            Panel(body, top, name, curves);
            top += PanelHeight;
        }

        return Page(title, unit, top + 10, body);
    }

    private static void Panel(StringBuilder body, int top, string name, IReadOnlyList<Curve> curves)
    {
        const int left = 80;
        const int right = 240;
        int bottom = top + PanelHeight - 50, height = bottom - top - 34;
        var points = curves.SelectMany(curve => curve.Points).ToList();
        double least = points.Min(point => Math.Log2(point.X)), span = Math.Max(1, points.Max(point => Math.Log2(point.X)) - least);
        var most = points.Max(point => point.Y) * 1.1;
        double X(double x) => left + ((Math.Log2(x) - least) / span * (Width - left - right));
        double Y(double y) => bottom - (y / most * height);

        Text(body, 16, top + 18, name, "start", bold: true);
        for (var i = 0; i <= 4; i++)
        {
            var at = most * i / 4;
            body.Append(CultureInfo.InvariantCulture, $"<line x1='{left}' y1='{Y(at):0.#}' x2='{Width - right}' y2='{Y(at):0.#}' stroke='{Grid}'/>\n");
            Text(body, left - 8, Y(at) + 4, Figure(at), "end");
        }

        foreach (var x in points.Select(point => point.X).Distinct())
            Text(body, X(x), bottom + 18, Size(x), "middle");
        for (var i = 0; i < curves.Count; i++)
        {
            var line = string.Join(' ', curves[i].Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):0.#},{Y(point.Y):0.#}")));
            body.Append($"<polyline points='{line}' fill='none' stroke='{Colours[i]}' stroke-width='2'{(i % 2 == 1 ? " stroke-dasharray='6 3'" : "")}/>\n");
            foreach (var (x, y) in curves[i].Points)
                body.Append(CultureInfo.InvariantCulture, $"<circle cx='{X(x):0.#}' cy='{Y(y):0.#}' r='3' fill='{Colours[i]}'/>\n");
            Text(body, Width - right + 14, top + 40 + (i * 22), $"{(i % 2 == 1 ? "- - " : "—— ")}{curves[i].Name}", "start", colour: Colours[i]);
        }
    }

    private static string Page(string title, string unit, int height, StringBuilder body)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {Width} {height}' width='{Width}' height='{height}' font-family='sans-serif' font-size='14'>\n");
        page.Append($"<rect width='100%' height='100%' fill='#ffffff'/>\n");
        Text(page, 16, 24, title, "start", bold: true);
        Text(page, Width - 16, 24, unit, "end");
        return page.Append(body).Append("</svg>\n").ToString();
    }

    private static void Text(StringBuilder page, double x, double y, string text, string anchor, bool bold = false, string colour = Ink) =>
        page.Append(CultureInfo.InvariantCulture, $"<text x='{x:0.#}' y='{y:0.#}' text-anchor='{anchor}' fill='{colour}'{(bold ? " font-weight='bold'" : "")}>{SecurityElement.Escape(text)}</text>\n");

    private static string Figure(double value) => value >= 100 ? $"{value:0}" : value >= 10 ? $"{value:0.0}" : $"{value:0.00}";

    private static string Size(double bytes) => bytes >= 1 << 30 ? $"{bytes / (1 << 30):0.#} GiB" : bytes >= 1 << 20 ? $"{bytes / (1 << 20):0.#} MiB" : $"{bytes / 1024:0.#} KiB";
}
