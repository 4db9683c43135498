using System.Globalization;
using System.Numerics;

namespace Akka.Configuration.Hocon;

/// <summary>Reads the text of a setting as a number, a switch, a duration or a size. The exceptions' types are
/// Akka.NET's; their messages say where the setting stands.</summary>
internal static class Scalars
{
    private const NumberStyles Fraction = NumberStyles.AllowDecimalPoint;

    public static bool Boolean(HoconValue value, string path) => value.GetString() switch
    {
        "true" or "on" => true,
        "false" or "off" => false,
        _ => throw new NotSupportedException(Message(value, path, "true, false, on or off")),
    };

    public static T Whole<T>(HoconValue value, string path)
        where T : struct, INumber<T> => Number<T>(value, path, NumberStyles.Integer, "a whole number");

    public static T Real<T>(HoconValue value, string path)
        where T : struct, INumber<T> => Number<T>(value, path, NumberStyles.Float | NumberStyles.AllowThousands, "a number");

    /// <summary>A number with a unit, in milliseconds without one; infinite is -1 ms, as in <see cref="Timeout"/>.</summary>
    public static TimeSpan Duration(HoconValue value, string path, bool allowInfinite)
    {
        var expected = allowInfinite ? "a duration such as 500ms, 10 s, 2h or infinite" : "a finite duration such as 500ms, 10 s or 2h";
        var text = (value.GetString() ?? "").Trim();
        if (allowInfinite && text.Equals("infinite", StringComparison.OrdinalIgnoreCase))
            return Timeout.InfiniteTimeSpan;
        var (number, unit) = SplitUnit(text);
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
        if (ticks is null || !decimal.TryParse(number, Fraction, CultureInfo.InvariantCulture, out var count))
            throw new FormatException(Message(value, path, expected));
        if (count > TimeSpan.MaxValue.Ticks / ticks)
            throw new OverflowException(Message(value, path, expected));
        return new TimeSpan((long)(count * ticks.Value));
    }

    /// <summary>A whole number with a unit, in bytes without one; nothing if the text is empty.</summary>
    public static long? ByteSize(HoconValue value, string path)
    {
        const string Expected = "a size in bytes such as 4096, 64KiB or 10 MB";
        var text = (value.GetString() ?? "").Trim();
        if (text.Length == 0 && value.GetString() is not null)
            return null;
        var (number, unit) = SplitUnit(text);
        if (Multiplier(unit) is not { } multiplier || !long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
            throw new FormatException(Message(value, path, Expected));
        var bytes = (Int128)count * multiplier;
        return bytes == (long)bytes ? (long)bytes : throw new OverflowException(Message(value, path, Expected));
    }

    /// <summary>A letter alone counts in powers of 1024, as in java's -Xmx; with B it is the SI unit.</summary>
    private static long? Multiplier(string unit) => unit switch
    {
        "" or "B" or "b" or "byte" or "bytes" => 1,
        "kB" or "kilobyte" or "kilobytes" => 1000,
        "MB" or "megabyte" or "megabytes" => 1000_000,
        "GB" or "gigabyte" or "gigabytes" => 1000_000_000,
        "TB" or "terabyte" or "terabytes" => 1000_000_000_000,
        "PB" or "petabyte" or "petabytes" => 1000_000_000_000_000,
        "EB" or "exabyte" or "exabytes" => 1000_000_000_000_000_000,
        "K" or "k" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
        "M" or "m" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
        "G" or "g" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
        "T" or "t" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
        "P" or "p" or "Pi" or "PiB" or "pebibyte" or "pebibytes" => 1L << 50,
        "E" or "e" or "Ei" or "EiB" or "exbibyte" or "exbibytes" => 1L << 60,
        _ => null,
    };

    private static (string Number, string Unit) SplitUnit(string text)
    {
        var unit = text.Length;
        while (unit > 0 && char.IsAsciiLetter(text[unit - 1]))
            unit--;
        return (text[..unit].TrimEnd(), text[unit..]);
    }

    private static T Number<T>(HoconValue value, string path, NumberStyles styles, string expected)
        where T : struct, INumber<T>
    {
        try
        {
            return T.Parse(value.GetString() ?? "", styles, CultureInfo.InvariantCulture);
        }
        catch (FormatException e)
        {
            throw new FormatException(Message(value, path, expected), e);
        }
        catch (OverflowException e)
        {
            throw new OverflowException(Message(value, path, $"{expected} within the range of {typeof(T).Name}"), e);
        }
    }

    private static string Message(HoconValue value, string path, string expected) =>
        $"{value.At}: {path} expects {expected}, found {value.Describe()}";
}
