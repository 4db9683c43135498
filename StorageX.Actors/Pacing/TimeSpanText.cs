using System.Globalization;

namespace StorageX.Pacing;

/// <summary>Spans of time as people write them: <c>90s</c>, <c>30m</c>, <c>12h</c>, <c>7d</c>.</summary>
internal static class TimeSpanText
{
    /// <summary>Reads a whole number of seconds, minutes, hours or days; the unit alone is one of it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The longest span that is taken.</param>
    /// <returns>A second to <paramref name="longest"/>; null if the text is no such span.</returns>
    public static TimeSpan? Parse(string text, TimeSpan longest)
    {
        var unit = text is [.., var letter] ? UnitOf(letter) : TimeSpan.Zero;
        if (unit == TimeSpan.Zero || !int.TryParse(text.Length == 1 ? "1" : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var units))
            return null;
        return units >= 1 && units <= longest / unit ? units * unit : null;
    }

    private static TimeSpan UnitOf(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => TimeSpan.Zero,
    };
}
