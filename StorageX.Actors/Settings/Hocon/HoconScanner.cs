using System.Globalization;
using System.Text;

namespace StorageX.Settings.Hocon;

/// <summary>Walks a text character by character: blanks, comments, words and quoted strings.</summary>
internal sealed class HoconScanner(Source source)
{
    public const char End = '\uffff';

    private readonly string _text = source.Text;

    public int Offset { get; set; } = source.Text.StartsWith('\ufeff') ? 1 : 0;

    public bool AtEnd => Offset >= _text.Length;

    public char Next => Peek(0);

    public Position Here => new(source, Offset);

    public char Peek(int ahead) => Offset + ahead < _text.Length ? _text[Offset + ahead] : End;

    /// <summary>Whether the text goes on with a word.</summary>
    public bool IsAt(string word) => string.CompareOrdinal(_text, Offset, word, 0, word.Length) == 0;

    /// <summary>Skips a word if the text goes on with it.</summary>
    public bool Skip(string word)
    {
        var found = IsAt(word);
        if (found)
            Offset += word.Length;
        return found;
    }

    public void Expect(string word, string expected)
    {
        if (!Skip(word))
            throw Expected(expected);
    }

    /// <summary>The error for what stands here.</summary>
    public HoconException Expected(string what) => Here.Error($"expected {what}, found {Describe()}");

    /// <summary>Skips blanks within the line and says what they were.</summary>
    public string SkipBlanks()
    {
        var start = Offset;
        while (!AtEnd && Next != '\n' && IsBlank(Next))
            Offset++;
        return _text[start..Offset];
    }

    /// <summary>Skips blanks, comments and line ends; whether there was a line end.</summary>
    public bool SkipLines()
    {
        for (var lineEnded = false; ; Offset++)
        {
            SkipBlanks();
            if (Next == '#' || IsAt("//"))
            {
                var end = _text.IndexOf('\n', Offset);
                Offset = end < 0 ? _text.Length : end;
            }
            if (AtEnd || Next != '\n')
                return lineEnded;
            lineEnded = true;
        }
    }

    /// <summary>Reads characters that need no quotes, up to a blank, a separator or one of <paramref name="stops"/>.</summary>
    public string Word(string stops)
    {
        var start = Offset;
        while (!AtEnd && !IsBlank(Next) && !stops.Contains(Next, StringComparison.Ordinal) && !IsAt("//") && !IsAt("+="))
            Offset++;
        return _text[start..Offset];
    }

    /// <summary>Reads a string that begins with a quotation mark here.</summary>
    public string Quoted()
    {
        var start = Here;
        if (Skip("\"\"\""))
            return TripleQuoted(start);
        Offset++;
        var value = new StringBuilder();
        while (!AtEnd && Next is not ('"' or '\n'))
            value.Append(Next == '\\' ? Escape() : _text[Offset++]);
        if (!Skip("\""))
            throw start.Error("expected a closing '\"' on the same line; a text of several lines stands between \"\"\" and \"\"\"");
        return value.ToString();
    }

    /// <summary>Any quotation marks before the last three belong to the text.</summary>
    private string TripleQuoted(Position start)
    {
        var first = Offset;
        var end = _text.IndexOf("\"\"\"", first, StringComparison.Ordinal);
        if (end < 0)
            throw start.Error("expected a closing '\"\"\"', found the end of the text");
        while (end + 3 < _text.Length && _text[end + 3] == '"')
            end++;
        Offset = end + 3;
        return _text[first..end];
    }

    private char Escape()
    {
        var code = Peek(1);
        if (code == 'u')
        {
            var digits = _text.AsSpan(Math.Min(Offset + 2, _text.Length));
            if (digits.Length < 4 || !ushort.TryParse(digits[..4], NumberStyles.AllowHexSpecifier, null, out var unit))
                throw Here.Error("expected four hexadecimal digits after \\u");
            Offset += 6;
            return (char)unit;
        }
        var index = "nrtbf\"\\/".IndexOf(code, StringComparison.Ordinal);
        if (index < 0)
            throw Here.Error("expected one of n r t b f u \" \\ / after the backslash; a path with backslashes stands between \"\"\" and \"\"\"");
        Offset += 2;
        return "\n\r\t\b\f\"\\/"[index];
    }

    private string Describe() => Next switch
    {
        _ when AtEnd => "the end of the text",
        '\n' => "the end of the line",
        < ' ' or (>= '\u007f' and < '\u00a0') => $"the character U+{(int)Next:X4}",
        _ => $"'{Next}'",
    };

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c == '\ufeff';
}
