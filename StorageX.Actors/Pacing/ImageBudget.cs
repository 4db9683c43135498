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
        if (text.Split('/') is not [var images, var period] || !int.TryParse(images, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostImages)
            return null;
        return TimeSpanText.Parse(period, LongestPeriod) is { } span ? new ImageBudget(count, span) : null;
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
}
