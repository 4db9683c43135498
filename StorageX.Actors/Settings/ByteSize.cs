using System.Globalization;

namespace StorageX.Settings;

/// <summary>A number of bytes as people write it: 1500, 500MB, 1.5GiB.</summary>
/// <remarks>Ours, since Humanizer takes 1 MB as 1024 x 1024 bytes and knows no MiB, and UnitsNet reads neither 1500 nor 2K.</remarks>
public static class ByteSize
{
    private const string Prefixes = "KMGTP";

    /// <summary>The number of bytes; null if the text is none. KB is 1000 bytes, K and KiB are 1024.</summary>
    public static long? Parse(string? text)
    {
        if (text is null)
            return null;
        var digits = text.AsSpan().TrimEnd("BKMGTPbkmgtpi ");
        var unit = text[digits.Length..].Trim().ToUpperInvariant();
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || FactorOf(unit) is not { } factor)
            return null;
        return number <= long.MaxValue / factor ? (long)(number * factor) : null;
    }

    private static decimal? FactorOf(string unit)
    {
        if (unit is "" or "B")
            return 1;
        var power = Prefixes.IndexOf(unit[0], StringComparison.Ordinal) + 1;
        return (power, unit[1..]) switch
        {
            (0, _) => null,
            (_, "" or "IB") => (decimal)Math.Pow(1024, power),
            (_, "B") => (decimal)Math.Pow(1000, power),
            _ => null,
        };
    }
}
