using System.Globalization;
using StorageX.Settings;

namespace StorageX.Pacing;

/// <summary>How many bytes a second may be sent or fetched, by the time of day.</summary>
public sealed class RateSchedule : IEquatable<RateSchedule>
{
    private const string Off = "off";
    private readonly IReadOnlyList<(TimeOnly From, long? Rate)> _entries;

    private RateSchedule(IReadOnlyList<(TimeOnly From, long? Rate)> entries) => _entries = entries;

    /// <summary>No limit.</summary>
    public static RateSchedule None { get; } = new([(TimeOnly.MinValue, null)]);

    /// <summary>
    /// Reads a limit: <c>off</c>, a size such as <c>2MB</c>, or a timetable such as <c>08:00,512K 18:00,off</c>, whose last entry
    /// also holds from midnight to the first.
    /// </summary>
    /// <returns>Null if the text is none of these.</returns>
    public static RateSchedule? Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [var single] && !single.Contains(','))
            return TryRate(single, out var always) ? new RateSchedule([(TimeOnly.MinValue, always)]) : null;
        var entries = new List<(TimeOnly From, long? Rate)>();
        foreach (var word in words)
        {
            if (word.Split(',') is not [var time, var size] || !TryRate(size, out var rate)
                || !TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
                || entries.Any(entry => entry.From == from))
                return null;
            entries.Add((from, rate));
        }

        return entries.Count > 0 ? new RateSchedule([.. entries.OrderBy(entry => entry.From)]) : null;
    }

    /// <summary>The bytes a second at a time of day; null for no limit.</summary>
    public long? At(TimeOnly time)
    {
        var latest = _entries[^1];
        foreach (var entry in _entries.Where(entry => entry.From <= time))
            latest = entry;
        return latest.Rate;
    }

    /// <inheritdoc/>
    public bool Equals(RateSchedule? other) => other is not null && _entries.SequenceEqual(other._entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RateSchedule);

    /// <inheritdoc/>
    public override int GetHashCode() => _entries.Count;

    private static bool TryRate(string text, out long? rate)
    {
        rate = ByteSize.Parse(text);
        return text == Off || rate > 0;
    }
}
