using System.Globalization;

namespace StorageX.Pacing;

/// <summary>A host takes so many images in any span of so long.</summary>
/// <param name="Images">How many, 1 or more.</param>
/// <param name="Period">How long, a second to <see cref="LongestPeriod"/>.</param>
public sealed record ImageBudget(int Images, TimeSpan Period)
{
    private const int MostImages = 1_000_000;

    /// <summary>The longest period: 30 days.</summary>
    public static TimeSpan LongestPeriod { get; } = TimeSpan.FromDays(30);

    /// <summary>Reads a budget such as <c>20/1h</c>, <c>30/d</c> or <c>10/90s</c>: images, and a period in s, m, h or d.</summary>
    /// <returns>Null if the text is none.</returns>
    public static ImageBudget? Parse(string text)
    {
        if (text.Split('/') is not [var images, { Length: > 0 } period] || !Whole(images, MostImages, out var count))
            return null;
        var unit = period[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        var most = unit == TimeSpan.Zero ? 0 : (int)(LongestPeriod / unit);
        return Whole(period.Length == 1 ? "1" : period[..^1], most, out var units) ? new ImageBudget(count, units * unit) : null;
    }

    /// <summary>The budget as <see cref="Parse"/> reads it.</summary>
    public override string ToString()
    {
        var (unit, letter) = Period switch
        {
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay == 0 => (TimeSpan.TicksPerDay, 'd'),
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 => (TimeSpan.TicksPerHour, 'h'),
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => (TimeSpan.TicksPerMinute, 'm'),
            _ => (TimeSpan.TicksPerSecond, 's'),
        };
        return $"{Images}/{Period.Ticks / unit}{letter}";
    }

    private static bool Whole(string text, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= most;
}
