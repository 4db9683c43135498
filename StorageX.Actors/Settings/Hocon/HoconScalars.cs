using System.Globalization;

namespace StorageX.Settings.Hocon;

/// <summary>Reads the text of a setting as a switch or a duration; nothing where it is none.</summary>
internal static class HoconScalars
{
    public static bool? Switch(string? text) => text switch
    {
        "true" or "on" => true,
        "false" or "off" => false,
        _ => null,
    };

    /// <summary>A length of time: a number with a unit, in milliseconds without one.</summary>
    public static TimeSpan? Duration(string? text)
    {
        var (number, unit) = SplitUnit((text ?? "").Trim());
        decimal? ticks = unit switch
        {
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 0.01m,
            "us" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            _ => null,
        };
        if (ticks is null || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            return null;
        return count > TimeSpan.MaxValue.Ticks / ticks ? null : new TimeSpan((long)(count * ticks.Value));
    }

    private static (string Number, string Unit) SplitUnit(string text)
    {
        var unit = text.Length;
        while (unit > 0 && char.IsAsciiLetter(text[unit - 1]))
            unit--;
        return (text[..unit].TrimEnd(), text[unit..]);
    }
}
