using ScottPlot;
using SkiaSharp;

namespace StorageX.Bench.Reports;

/// <summary>A bar: what it is called, how long, and whether it is one of ours.</summary>
internal sealed record Bar(string Name, double Value, bool IsOurs);

/// <summary>A line of points (x, y).</summary>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Plain charts, on a light ground, readable without colours: panels one under another, whose last one names the axis.</summary>
internal static class Chart
{
    private const int Width = 860;
    private const int Scale = 2;
    private const double Room = 1.1;
    private const float Small = 14;
    private const float Large = 16;
    private static readonly Color Blue = Color.FromHex("#1b5e9b");
    private static readonly Color Grey = Color.FromHex("#9aa5b1");
    private static readonly (Color Colour, LinePattern Pattern, MarkerShape Marker)[] Styles =
        [(Blue, LinePattern.Solid, MarkerShape.FilledCircle), (Color.FromHex("#c2571a"), LinePattern.Dashed, MarkerShape.FilledSquare)];

    /// <summary>Writes horizontal bars from zero as a PNG, all on one scale.</summary>
    public static void Bars(string file, string axis, IReadOnlyList<(string Name, IReadOnlyList<Bar> Bars)> panels)
    {
        var most = panels.SelectMany(panel => panel.Bars).Max(bar => bar.Value);
        Save(file, axis, 290, [.. panels.Select(panel => Bars(panel.Name, panel.Bars, most))]);
    }

    /// <summary>Writes up to two curves a panel as a PNG, over a logarithmic scale of sizes in bytes; y begins at zero.</summary>
    public static void Curves(string file, string axis, IReadOnlyList<(string Name, IReadOnlyList<Curve> Curves)> panels) =>
        Save(file, axis, 260, [.. panels.Select(panel => Curves(panel.Name, panel.Curves))]);

    private static Plot Bars(string name, IReadOnlyList<Bar> bars, double most)
    {
        var plot = Panel(name);
        var drawn = plot.Add.Bars(bars.Select((bar, i) => new ScottPlot.Bar
        {
            Position = -i,
            Value = bar.Value,
            ValueLabel = Figure(bar.Value),
            FillColor = bar.IsOurs ? Blue : Grey,
            LineWidth = 0,
            Size = 0.7,
        }).ToArray());
        drawn.Horizontal = true;
        drawn.ValueLabelStyle.FontSize = Small;
        plot.Axes.Left.SetTicks([.. bars.Select((_, i) => (double)-i)], [.. bars.Select(bar => bar.Name)]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.SetLimits(0, most * Room, 0.5 - bars.Count, 0.5);
        plot.Grid.YAxisStyle.IsVisible = false;
        return plot;
    }

    private static Plot Curves(string name, IReadOnlyList<Curve> curves)
    {
        var plot = Panel(name);
        foreach (var (curve, (colour, pattern, marker)) in curves.Zip(Styles))
        {
            var line = plot.Add.Scatter(curve.Points.Select(point => new Coordinates(Math.Log2(point.X), point.Y)).ToArray(), colour);
            (line.LinePattern, line.LineWidth, line.MarkerShape, line.MarkerSize, line.LegendText) = (pattern, 2, marker, 7, curve.Name);
        }

        var points = curves.SelectMany(curve => curve.Points).ToList();
        double least = Math.Log2(points.Min(point => point.X)), most = Math.Log2(points.Max(point => point.X));
        double[] ticks = [.. Enumerable.Range(0, 32).Select(i => 2.0 * i).Where(tick => tick >= least && tick <= most)];
        plot.Axes.Bottom.SetTicks(ticks, [.. ticks.Select(tick => Report.Size((long)Math.Pow(2, tick)))]);
        plot.Axes.SetLimits(least - 0.5, most + 0.5, 0, points.Max(point => point.Y) * Room);
        var legend = plot.ShowLegend(Edge.Right).Legend;
        (legend.FontSize, legend.OutlineWidth, legend.ShadowColor) = (Small, 0, Colors.Transparent);
        return plot;
    }

    private static Plot Panel(string name)
    {
        var plot = new Plot();
        plot.Font.Set("DejaVu Sans");
        plot.Title(name, Large);
        plot.Axes.Right.IsVisible = plot.Axes.Top.IsVisible = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = Small;
        return plot;
    }

    private static void Save(string file, string axis, int height, IReadOnlyList<Plot> plots)
    {
        plots[^1].XLabel(axis, Small);
        var all = new Multiplot(plots[0]);
        foreach (var plot in plots.Skip(1))
            all.AddPlot(plot);
        using var surface = SKSurface.Create(new SKImageInfo(Width * Scale, height * plots.Count * Scale));
        surface.Canvas.Scale(Scale);
        all.Render(surface.Canvas, new PixelRect(0, Width, height * plots.Count, 0));
        using var picture = surface.Snapshot();
        using var png = picture.Encode();
        File.WriteAllBytes(file, png.ToArray());
    }

    private static string Figure(double value) => value >= 100 ? $"{value:0}" : value >= 10 ? $"{value:0.0}" : $"{value:0.00}";
}
