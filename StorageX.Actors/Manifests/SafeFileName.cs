using System.Buffers;
using System.Text;

namespace StorageX.Manifests;

/// <summary>A name from a manifest is a label by somebody else; this makes it the name of a file here, or refuses it.</summary>
public static class SafeFileName
{
    private const int LongestName = 255;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>:\"|?*");

    private static readonly HashSet<string> ReservedNames = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. "0123456789¹²³".SelectMany(digit => new[] { $"COM{digit}", $"LPT{digit}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The last component of <paramref name="label"/>, without control and direction characters; null if what is left is no
    /// name: empty, nothing but dots, over 255 bytes of UTF-8, with a character that Windows forbids, or reserved there.
    /// </summary>
    public static string? From(string label)
    {
        var last = label[(label.LastIndexOfAny(['/', '\\']) + 1)..];
        var name = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is not (System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator))
                name.Append(rune);
        }

        var safe = name.ToString().Trim();
        return safe.Trim('.', ' ').Length == 0 || safe.AsSpan().ContainsAny(Forbidden)
            || Encoding.UTF8.GetByteCount(safe) > LongestName || ReservedNames.Contains(safe.Split('.')[0].TrimEnd())
                ? null
                : safe;
    }
}
