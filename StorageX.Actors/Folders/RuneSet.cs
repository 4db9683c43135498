using System.Text;

namespace StorageX.Folders;

/// <summary>One character of several: what stands in brackets.</summary>
internal sealed class RuneSet
{
    private static readonly Dictionary<string, Func<char, bool>> Classes = new(StringComparer.Ordinal)
    {
        ["alnum"] = char.IsAsciiLetterOrDigit,
        ["alpha"] = char.IsAsciiLetter,
        ["blank"] = letter => letter is ' ' or '\t',
        ["cntrl"] = letter => letter is < ' ' or '\x7f',
        ["digit"] = char.IsAsciiDigit,
        ["graph"] = letter => letter is > ' ' and < '\x7f',
        ["lower"] = char.IsAsciiLetterLower,
        ["print"] = letter => letter is >= ' ' and < '\x7f',
        ["punct"] = letter => letter is > ' ' and < '\x7f' && !char.IsAsciiLetterOrDigit(letter),
        ["space"] = letter => letter is ' ' or (>= '\t' and <= '\r'),
        ["upper"] = char.IsAsciiLetterUpper,
        ["xdigit"] = char.IsAsciiHexDigit,
    };

    private readonly bool _isNegated;
    private readonly List<(int From, int To)> _ranges = [];
    private readonly List<Func<char, bool>> _classes = [];

    private RuneSet(bool isNegated) => _isNegated = isNegated;

    /// <summary>Whether a character is one of these.</summary>
    public bool Contains(Rune rune)
    {
        var found = false;
        foreach (var (from, to) in _ranges)
            found |= rune.Value >= from && rune.Value <= to;
        foreach (var isIn in _classes)
            found |= rune.IsAscii && isIn((char)rune.Value);
        return found != _isNegated;
    }

    /// <summary>Reads what follows the opening bracket, and the closing one.</summary>
    /// <exception cref="FormatException">There is no closing bracket, a range is empty, or a class is unknown.</exception>
    public static RuneSet Read(ref PatternReader reader)
    {
        var set = new RuneSet(reader.Rest is ['!' or '^', ..]);
        reader.At += set._isNegated ? 1 : 0;
        Rune? before = null;
        for (var isFirst = true; ; isFirst = false)
        {
            if (!isFirst && reader.Rest is [']', ..])
            {
                reader.At++;
                return set;
            }

            if (before is { } from && reader.Rest is ['-', not ']', ..])
            {
                reader.At++;
                var to = Next(ref reader);
                if (to < from)
                    throw new FormatException($"the range {from}-{to} is empty");
                set._ranges.Add((from.Value, to.Value));
                before = null;
            }
            else if (reader.Rest is ['[', ':', ..] && ClassAt(reader.Rest) is { } name)
            {
                set._classes.Add(Classes.GetValueOrDefault(name)
                    ?? throw new FormatException($"[:{name}:] is none of {string.Join(", ", Classes.Keys.Order(StringComparer.Ordinal).Select(known => $"[:{known}:]"))}"));
                reader.At += name.Length + 4;
                before = null;
            }
            else
            {
                before = Next(ref reader);
                set._ranges.Add((before.Value.Value, before.Value.Value));
            }
        }
    }

    private static Rune Next(ref PatternReader reader) =>
        reader.TryNext(out var rune, out _) ? rune : throw new FormatException("a bracket is not closed; a backslash before it makes it mean itself");

    /// <summary>The name between <c>[:</c> and <c>:]</c>; null where the first bracket that closes has no colon before it.</summary>
    private static string? ClassAt(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf(']');
        return end >= 3 && rest[end - 1] == ':' ? rest[2..(end - 1)].ToString() : null;
    }
}
