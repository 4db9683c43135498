using System.Globalization;
using System.Text;

namespace StorageX.Host.Cli.Terminals;

/// <summary>
/// Text from elsewhere (names in manifests, words of hosts, paths) made harmless for a terminal. A name can carry escape
/// sequences that repaint the screen, line breaks that forge a second message, or marks that turn the reading direction
/// and so hide an extension (Unicode TR 36, section 2.4 and TR 9).
/// </summary>
internal static class TerminalText
{
    /// <summary>
    /// The text on one line: control, format, line-separating and unpaired surrogate characters appear as <c>\xNN</c>
    /// or <c>\u{NNNN}</c>; everything else, emoji included, stays.
    /// </summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
                AppendEscaped(safe, text[i++]);
            else
            {
                i += rune.Utf16SequenceLength;
                if (IsHarmless(rune))
                    safe.Append(rune);
                else
                    AppendEscaped(safe, rune.Value);
            }
        }
        return safe.Length == text.Length ? text : safe.ToString();
    }

    private static bool IsHarmless(Rune rune) => rune.Value is ZeroWidthNonJoiner or ZeroWidthJoiner || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);

    // They part and join letters in many scripts, and the parts of one emoji; they move nothing on the screen.
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    private static void AppendEscaped(StringBuilder safe, int value)
    {
        if (value < 0x100)
            safe.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        else
            safe.Append(CultureInfo.InvariantCulture, $"\\u{{{value:x4}}}");
    }
}
