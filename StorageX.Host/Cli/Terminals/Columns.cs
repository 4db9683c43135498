using System.Globalization;
using System.Text;
using Wcwidth;

namespace StorageX.Host.Cli.Terminals;

/// <summary>
/// How many columns a text takes on a terminal: East Asian letters and emoji two, marks that combine none. Where terminals differ, as on
/// families of emoji, the most that one takes.
/// </summary>
internal static class Columns
{
    private const int EmojiPresentation = 0xFE0F;
    private const char Ellipsis = '…';

    /// <summary>The columns of a text without control characters.</summary>
    public static int Of(string text)
    {
        var (columns, last) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var width = rune.Value == EmojiPresentation ? Math.Max(0, 2 - last) : Math.Max(0, UnicodeCalculator.GetWidth(rune));
            columns += width;
            last = width > 0 ? width : last;
        }

        return columns;
    }

    /// <summary>The text, or as much of its beginning as fits with an ellipsis; no letter is parted from its marks.</summary>
    /// <param name="text">A text without control characters.</param>
    /// <param name="room">The columns that there are.</param>
    public static string Shorten(string text, int room)
    {
        if (Of(text) <= room)
            return text;
        if (room <= 0)
            return "";
        var kept = new StringBuilder();
        var letters = StringInfo.GetTextElementEnumerator(text);
        for (var left = room - 1; letters.MoveNext();)
        {
            var letter = letters.GetTextElement();
            left -= Of(letter);
            if (left < 0)
                break;
            kept.Append(letter);
        }

        return kept.Append(Ellipsis).ToString();
    }
}
