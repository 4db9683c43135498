namespace StorageX.Errors;

/// <summary>
/// Finds what looks like the secret of a key in any text: <c>sx</c>, digits, and base64url, whatever something on the way has made of the
/// <c>#</c>, of the full stop, and of what stands between the characters. It is the one place that keeps secrets out of messages.
/// </summary>
internal static class SecretText
{
    private const int Length = 43;
    // A cut-off secret is still most of one. Without a # before it, more of it has to be there, since locators have long names.
    private const int LeastBehindHash = 16;
    private const int LeastBehindStop = 22;
    private const int MostGap = 8;
    private const int MostVersion = 9;
    private const string Cutting = "...";

    /// <summary>Whether there is one in a text.</summary>
    public static bool IsIn(string text) => Find(text).Any();

    /// <summary>The text with <c>...</c> in the place of each.</summary>
    public static string Cut(string text)
    {
        foreach (var (start, end) in Find(text).Reverse().ToList())
            text = $"{text.AsSpan(0, start)}{Cutting}{text.AsSpan(end)}";
        return text;
    }

    private static IEnumerable<(int Start, int End)> Find(string text)
    {
        if (!text.Contains("sx", StringComparison.OrdinalIgnoreCase) && !text.Contains('\uFF53') && !text.Contains('\uFF33'))
            yield break;
        var signs = TextSign.Read(text);
        for (var at = 0; at + 2 < signs.Count; at++)
        {
            if (signs[at].Value is not ('s' or 'S') || signs[at + 1].Value is not ('x' or 'X') || Behind(signs, at) is not { } found)
                continue;
            yield return (signs[found.First].Start, signs[found.Last].End);
            at = found.Last;
        }
    }

    private static (int First, int Last)? Behind(List<TextSign> signs, int at)
    {
        var version = Skip(signs, at + 2, sign => sign.IsSpace, 2);
        var gap = Skip(signs, version, sign => char.IsAsciiDigit(sign.Value), MostVersion);
        var first = Skip(signs, gap, sign => !sign.IsOfSecret, MostGap);
        if (gap == version || first == signs.Count)
            return null;
        var (end, count) = Run(signs, first);
        return IsSecret(IsHashBefore(signs, at), signs[gap..first], count) ? (first, end - 1) : null;
    }

    private static bool IsSecret(bool behindHash, List<TextSign> stops, int count) =>
        behindHash ? count >= LeastBehindHash
        : stops.Count > 0 && (stops.TrueForAll(sign => sign.Value == '/') ? count == Length : count >= LeastBehindStop);

    /// <summary>Where the characters of a secret end, and how many they are; a line break within counts where it makes them as many as a secret has.</summary>
    private static (int End, int Count) Run(List<TextSign> signs, int first)
    {
        var end = Skip(signs, first, sign => sign.IsOfSecret, signs.Count);
        var count = end - first;
        for (int total = count, next = end; total < Length;)
        {
            var chunk = Skip(signs, next, sign => sign.IsSpace, MostGap);
            if (chunk == next)
                break;
            next = Skip(signs, chunk, sign => sign.IsOfSecret, signs.Count);
            total += next - chunk;
            if (total == Length)
                return (next, total);
            if (next == chunk)
                break;
        }

        return (end, count);
    }

    private static bool IsHashBefore(List<TextSign> signs, int at)
    {
        var before = at - 1;
        while (before >= 0 && at - before <= MostGap && signs[before].IsSpace)
            before--;
        return before >= 0 && signs[before].Value == '#';
    }

    private static int Skip(List<TextSign> signs, int from, Func<TextSign, bool> isMeant, int most)
    {
        var at = from;
        while (at < signs.Count && at - from < most && isMeant(signs[at]))
            at++;
        return at;
    }
}
