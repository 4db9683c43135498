using System.Buffers;
using System.Globalization;
using System.Text;

namespace StorageX.Manifests;

/// <summary>A name from a manifest is a label by somebody else; this makes it the name of a file here, whatever it is.</summary>
public static class SafeFileName
{
    private const int LongestName = 255;
    private const int LongestExtension = 32;
    private const char Replacement = '_';
    private const string Nameless = "file";
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private static readonly SearchValues<char> ForbiddenOnWindows = SearchValues.Create("<>:\"|?*\\");

    private static readonly HashSet<string> ReservedOnWindows = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. "0123456789¹²³".SelectMany(digit => new[] { $"COM{digit}", $"LPT{digit}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The last component of <paramref name="label"/>, with <c>_</c> in place of what is dangerous anywhere (control characters,
    /// characters that turn the direction of reading or cannot be seen, but not those that join letters in many scripts) and of
    /// what this system cannot hold; 1 to 255 bytes of UTF-8, never <c>.</c> or <c>..</c>.
    /// </summary>
    public static string From(string label) => From(label, OperatingSystem.IsWindows());

    /// <summary>The same for a system that may be another.</summary>
    /// <param name="label">The label.</param>
    /// <param name="windows">Whether it must be a name on Windows too.</param>
    public static string From(string label, bool windows)
    {
        var last = label.AsSpan(label.LastIndexOf('/') + 1);
        var name = new StringBuilder(Math.Min(last.Length, 2 * LongestName));
        foreach (var rune in last.EnumerateRunes())
        {
            if (IsDangerous(rune) || (windows && rune.IsBmp && ForbiddenOnWindows.Contains((char)rune.Value)))
                name.Append(Replacement);
            else
                name.Append(rune);
        }

        var safe = Shorten(name.ToString());
        if (windows)
            safe = ForWindows(safe);
        return safe switch
        {
            "" => Nameless,
            "." or ".." => new string(Replacement, safe.Length),
            _ => safe,
        };
    }

    /// <summary>Whether a text that somebody chose as a name is one: 1 to 255 bytes of UTF-8, no path, neither <c>.</c> nor <c>..</c>.</summary>
    public static bool IsName(string text) =>
        text is not ("" or "." or "..") && !text.AsSpan().ContainsAny('/', '\0') && Encoding.UTF8.GetByteCount(text) <= LongestName;

    private static string ForWindows(string name)
    {
        var kept = name.AsSpan().TrimEnd(". ").Length;
        name = name[..kept] + new string(Replacement, name.Length - kept);
        return ReservedOnWindows.Contains(name.Split('.')[0].TrimEnd()) ? Shorten(Replacement + name) : name;
    }

    private static bool IsDangerous(Rune rune) => rune.Value is not (ZeroWidthNonJoiner or ZeroWidthJoiner)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>A name of 255 bytes at most, whose extension stays.</summary>
    private static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= LongestName)
            return name;
        var extension = Path.GetExtension(name);
        var room = Encoding.UTF8.GetByteCount(extension) is var bytes && bytes <= LongestExtension ? LongestName - bytes : LongestName;
        var kept = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if ((room -= rune.Utf8SequenceLength) < 0)
                break;
            kept += rune.Utf16SequenceLength;
        }

        return bytes <= LongestExtension ? name[..kept] + extension : name[..kept];
    }
}
