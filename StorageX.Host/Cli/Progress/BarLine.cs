using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli.Progress;

/// <summary>
/// What stands on one line of a terminal: a label, a bar of cells, and facts. Ours, since the columns of Spectre's Progress break into
/// several lines where a terminal is narrow.
/// </summary>
/// <param name="Label">The label, shortened to fit.</param>
/// <param name="Full">How many cells of the bar are full.</param>
/// <param name="Empty">How many are not; both are 0 where there is no room, or nothing to compare with.</param>
/// <param name="Facts">The facts, whole where they fit.</param>
internal readonly record struct BarLine(string Label, int Full, int Empty, string Facts)
{
    private const int Gap = 2;
    private const int LeastLabel = 10;
    private const int MostLabel = 32;
    private const int LeastBar = 8;
    private const int MostBar = 40;

    /// <summary>Divides a line: the facts come first, then the label down to ten letters, then the bar, and then more label.</summary>
    /// <param name="label">What is going on; it may hold anything.</param>
    /// <param name="part">How much is done, 0 to 1; null while unknown.</param>
    /// <param name="facts">The numbers.</param>
    /// <param name="width">The terminal's width in columns.</param>
    public static BarLine Fit(string label, double? part, string facts, int width)
    {
        label = TerminalText.Escape(label);
        facts = Shorten(facts, Math.Max(0, width - 1));
        var free = width - 1 - facts.Length - Gap;
        var wanted = Math.Min(label.Length, LeastLabel) + Gap;
        var bar = part is null ? 0 : Math.Min(MostBar, free - wanted);
        if (bar < LeastBar)
            bar = 0;
        var room = Math.Clamp(free - (bar == 0 ? 0 : bar + Gap), 0, MostLabel);
        if (bar > 0 && label.Length > room)
            (room, bar) = Widen(label.Length, room, bar);

        var full = (int)(bar * Math.Clamp(part ?? 0, 0, 1));
        return new(Shorten(label, room), full, bar - full, facts);
    }

    private static (int Room, int Bar) Widen(int label, int room, int bar)
    {
        var more = Math.Clamp(Math.Min(label, MostLabel) - room, 0, Math.Max(0, bar - MostBar / 2));
        return (room + more, bar - more);
    }

    private static string Shorten(string label, int room) =>
        label.Length <= room ? label : room <= 0 ? "" : string.Concat(label.AsSpan(0, room - 1), "…");
}
