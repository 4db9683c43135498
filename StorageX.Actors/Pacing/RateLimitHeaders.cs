using System.Globalization;

namespace StorageX.Pacing;

/// <summary>How long a host asks to wait, in any of the header fields that hosts use for it.</summary>
internal static class RateLimitHeaders
{
    // A larger number is a point in time (seconds since 1970), one larger still counts milliseconds.
    private const double FirstEpoch = 1_000_000_000;
    private const double FirstEpochMilliseconds = 100_000_000_000;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private static readonly string[] Resets =
        ["X-RateLimit-Reset-After", "X-RateLimit-Reset", "RateLimit-Reset", "X-Rate-Limit-Reset", "X-RateLimit-UserReset", "X-RateLimit-ClientReset", "X-Post-Rate-Limit-Reset"];

    private static readonly string[] Remainings =
        ["X-RateLimit-Remaining", "RateLimit-Remaining", "X-Rate-Limit-Remaining", "X-RateLimit-UserRemaining", "X-RateLimit-ClientRemaining", "X-Post-Rate-Limit-Remaining"];

    /// <summary>
    /// The wait that an answer asks for: its Retry-After (RFC 9110, section 10.2.3), else the reset that it names, unless it says
    /// that requests remain. A day at most.
    /// </summary>
    /// <param name="headers">The answer's header fields.</param>
    /// <param name="now">The time.</param>
    /// <returns>The wait, or null if no field names one.</returns>
    public static TimeSpan? WaitOf(IEnumerable<KeyValuePair<string, string>> headers, DateTimeOffset now)
    {
        var fields = headers.ToLookup(field => field.Key, field => field.Value.Trim(), StringComparer.OrdinalIgnoreCase);
        if (fields["Retry-After"].Select(value => Wait(value, now, epoch: false)).FirstOrDefault(wait => wait is not null) is { } asked)
            return asked;
        if (fields["RateLimit"].Select(Structured).FirstOrDefault(wait => wait is not null) is { } structured)
            return structured;
        var remain = Remainings.SelectMany(name => fields[name]).Select(Number).Where(number => number is not null).Select(number => number!.Value);
        if (remain.Any() && remain.All(number => number > 0))
            return null;
        return Resets.SelectMany(name => fields[name]).Select(value => Wait(value, now, epoch: true)).Where(wait => wait is not null).Max();
    }

    private static TimeSpan? Wait(string value, DateTimeOffset now, bool epoch)
    {
        if (Number(value) is { } number)
        {
            if (epoch && number >= FirstEpoch)
                number = (number >= FirstEpochMilliseconds ? number / 1000 : number) - (now.ToUnixTimeMilliseconds() / 1000.0);
            return Bounded(number);
        }

        string[] forms = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];
        return DateTimeOffset.TryParseExact(value, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out var date)
            || (epoch && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date))
            ? Bounded((date - now).TotalSeconds)
            : null;
    }

    // The draft's one field: "default";r=0;t=30, or limit=10, remaining=0, reset=30.
    private static TimeSpan? Structured(string value)
    {
        var parts = value.Split(';', ',').Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim(), pair => Number(pair[1].Trim())).ToDictionary(group => group.Key, group => group.First());
        double? Of(string name, string longName) => parts.GetValueOrDefault(name) ?? parts.GetValueOrDefault(longName);
        return Of("r", "remaining") is not > 0 && Of("t", "reset") is { } reset ? Bounded(reset) : null;
    }

    private static TimeSpan Bounded(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));

    private static double? Number(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
