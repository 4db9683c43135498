using System.Globalization;
using System.Runtime.InteropServices;

namespace StorageX.Files;

/// <summary>A moment to the nanosecond, of the years 1 to 9999, as file systems keep it.</summary>
/// <param name="Seconds">Whole seconds since the beginning of 1970 in UTC, rounded down; negative before.</param>
/// <param name="Nanoseconds">The rest of the second, 0 to 999,999,999.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FileTime(long Seconds, int Nanoseconds)
{
    private const string ToTheSecond = "yyyy-MM-dd'T'HH:mm:ss";
    private const int SecondDigits = 19;
    private const int MostDigits = 9;
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Whether it can be written at all.</summary>
    public bool IsInRange => Seconds >= First && Seconds <= Last && Nanoseconds is >= 0 and < 1_000_000_000;

    /// <summary>The same to 100 nanoseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not <see cref="IsInRange"/>.</exception>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeSeconds(Seconds).AddTicks(Nanoseconds / 100);

    /// <summary>A moment that .NET knows.</summary>
    public static FileTime Of(DateTimeOffset time) => new(time.ToUnixTimeSeconds(), (int)(time.UtcTicks % TimeSpan.TicksPerSecond * 100));

    /// <summary>Reads what <see cref="ToString"/> writes: RFC 3339 in UTC with 0 to 9 digits of a second.</summary>
    /// <returns>False where it is something else.</returns>
    public static bool TryParse(string text, out FileTime time)
    {
        time = default;
        if (text.Length <= SecondDigits || text[^1] != 'Z'
            || !DateTimeOffset.TryParseExact(text.AsSpan(0, SecondDigits), ToTheSecond, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var second))
            return false;
        var fraction = text.AsSpan(SecondDigits..^1);
        if (fraction.Length > 0 && (fraction[0] != '.' || fraction.Length is < 2 or > MostDigits + 1 || fraction[1..].ContainsAnyExceptInRange('0', '9')))
            return false;
        var nanoseconds = fraction.Length == 0 ? 0 : int.Parse(fraction[1..], NumberStyles.None, CultureInfo.InvariantCulture);
        for (var digit = fraction.Length - 1; digit is > 0 and < MostDigits; digit++)
            nanoseconds *= 10;
        time = new FileTime(second.ToUnixTimeSeconds(), nanoseconds);
        return true;
    }

    /// <summary>As a tree has it: <c>2026-11-22T20:15:00.123456789Z</c>, without the zeros at the end.</summary>
    public override string ToString()
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(Seconds).ToString(ToTheSecond, CultureInfo.InvariantCulture);
        return Nanoseconds == 0 ? $"{second}Z" : string.Create(CultureInfo.InvariantCulture, $"{second}.{Nanoseconds:D9}").TrimEnd('0') + "Z";
    }
}
