using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli.Progress;

/// <summary>
/// What stands on one line of a terminal: a label, a bar of cells, and facts. All of it is measured in columns of the terminal.
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

    /// <summary>Divides a line: the facts come first, then the label down to ten columns, then the bar, and then more label.</summary>
    /// <param name="label">What is going on; it may hold anything.</param>
    /// <param name="part">How much is done, 0 to 1; null while unknown.</param>
    /// <param name="facts">The numbers.</param>
    /// <param name="width">The terminal's width in columns.</param>
    public static BarLine Fit(string label, double? part, string facts, int width)
    {
        label = TerminalText.Escape(label);
        facts = Columns.Shorten(TerminalText.Escape(facts), Math.Max(0, width - 1));
        var named = Columns.Of(label);
        var free = width - 1 - Columns.Of(facts) - Gap;
        var wanted = Math.Min(named, LeastLabel) + Gap;
        var bar = part is null ? 0 : Math.Min(MostBar, free - wanted);
        if (bar < LeastBar)
            bar = 0;
        var room = Math.Clamp(free - (bar == 0 ? 0 : bar + Gap), 0, MostLabel);
        if (bar > 0 && named > room)
            (room, bar) = Widen(named, room, bar);

        var full = (int)(bar * Math.Clamp(part ?? 0, 0, 1));
        return new(Columns.Shorten(label, room), full, bar - full, facts);
    }

    private static (int Room, int Bar) Widen(int label, int room, int bar)
    {
        var more = Math.Clamp(Math.Min(label, MostLabel) - room, 0, Math.Max(0, bar - MostBar / 2));
        return (room + more, bar - more);
    }
}
