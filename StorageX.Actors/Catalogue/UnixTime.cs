namespace StorageX.Catalogue;

/// <summary>Times as the catalogue keeps them: milliseconds since 1970, UTC.</summary>
internal static class UnixTime
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The time that a number stands for; a number out of range, which only damage makes, is the nearest in it.</summary>
    public static DateTimeOffset From(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Earliest, Latest));
}
