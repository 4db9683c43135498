using System.Text;

namespace StorageX.Specs.Floors;

/// <summary>Reads C# without its comments, its directives and the words in its strings; what is interpolated into a string stays.</summary>
internal sealed class CodeText
{
    private readonly string _source;
    private readonly StringBuilder _code = new();
    private int _at;

    private CodeText(string source) => _source = source;

    /// <summary>The code in a file's text.</summary>
    public static string Of(string source)
    {
        var text = new CodeText(source);
        text.Code(isHole: false);
        return text._code.ToString();
    }

    private char Now => _at < _source.Length ? _source[_at] : '\0';

    private void Code(bool isHole)
    {
        var depth = 0;
        while (_at < _source.Length)
        {
            if (isHole && depth == 0 && Now == '}')
                return;
            if (Starts("//") || (Now == '#' && IsFirstOfLine()))
                SkipTo("\n");
            else if (Starts("/*"))
                SkipTo("*/");
            else if (Now == '\'')
                Character();
            else if (StringStart() is { } start)
                Text(start.Dollars, start.IsVerbatim);
            else
            {
                depth += Now == '{' ? 1 : Now == '}' ? -1 : 0;
                _code.Append(Now);
                _at++;
            }
        }
    }

    private void Character()
    {
        for (_at++; Now is not ('\'' or '\0'); _at++)
        {
            if (Now == '\\')
                _at++;
        }

        _at++;
        _code.Append("' '");
    }

    private (int Dollars, bool IsVerbatim)? StringStart()
    {
        var end = _at;
        while (end < _source.Length && _source[end] is '$' or '@')
            end++;
        if (end >= _source.Length || _source[end] != '"')
            return null;
        var prefix = _source.AsSpan(_at, end - _at);
        _at = end;
        return (prefix.Count('$'), prefix.Contains('@'));
    }

    private void Text(int dollars, bool isVerbatim)
    {
        _code.Append("\"\"");
        var quotes = isVerbatim ? 1 : Run('"');
        if (quotes == 2)
        {
            _at += 2;
            return;
        }

        var isRaw = quotes > 2;
        for (_at += quotes; _at < _source.Length; _at++)
        {
            if (Now == '"')
            {
                if (isVerbatim && Run('"') > 1)
                    _at++;
                else if (!isRaw || Run('"') >= quotes)
                    break;
            }
            else if (Now == '\\' && !isVerbatim && !isRaw)
                _at++;
            else if (Now == '{' && dollars > 0)
                Braces(isRaw ? dollars : 1, isRaw);
        }

        _at += isRaw ? Run('"') : 1;
    }

    /// <summary>Reads a hole; or braces that stand for themselves. Ends on the last brace.</summary>
    private void Braces(int width, bool isRaw)
    {
        var run = Run('{');
        if (isRaw ? run < width : run % 2 == 0)
        {
            _at += run - 1;
            return;
        }

        _at += run;
        _code.Append(" (");
        Code(isHole: true);
        _code.Append(") ");
        _at += width - 1;
    }

    private int Run(char character)
    {
        var end = _at;
        while (end < _source.Length && _source[end] == character)
            end++;
        return end - _at;
    }

    private bool Starts(string text) => string.CompareOrdinal(_source, _at, text, 0, text.Length) == 0;

    private bool IsFirstOfLine()
    {
        var before = _source.AsSpan(0, _at);
        return before[(before.LastIndexOf('\n') + 1)..].IsWhiteSpace();
    }

    private void SkipTo(string end)
    {
        var at = _source.IndexOf(end, _at, StringComparison.Ordinal);
        _at = at < 0 ? _source.Length : end == "\n" ? at : at + end.Length;
        _code.Append(' ');
    }
}
