using System.Text;

namespace StorageX.Folders;

/// <summary>
/// What a name between two slashes must be like: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c>, <c>[[:digit:]]</c>, <c>\</c> before a character
/// that means itself. Characters are code points, and upper and lower case differ. The time to match is at most the product of the lengths.
/// </summary>
internal sealed class SegmentPattern
{
    private readonly Token[] _tokens;
    private readonly string? _literal;
    private readonly string? _suffix;

    private SegmentPattern(Token[] tokens, bool isAnyDepth)
    {
        (_tokens, IsAnyDepth) = (tokens, isAnyDepth);
        var stars = tokens.Length > 0 && tokens[0].IsStar ? 1 : 0;
        if (!tokens.Skip(stars).All(token => token.IsLiteral))
            return;
        var text = string.Concat(tokens.Skip(stars).Select(token => token.Literal.ToString()));
        _literal = stars == 0 ? text : null;
        _suffix = stars == 0 ? null : text;
    }

    /// <summary>Nothing but two or more asterisks: any number of names.</summary>
    public bool IsAnyDepth { get; }

    /// <summary>Whether a name, without a slash, is like this.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        if (_literal is not null)
            return name.SequenceEqual(_literal);
        return _suffix is not null ? name.EndsWith(_suffix, StringComparison.Ordinal) : MatchesTokens(name);
    }

    /// <summary>Takes a pattern apart at its slashes.</summary>
    /// <param name="pattern">One that is well formed, without a slash at its beginning and end that is none of its own.</param>
    /// <exception cref="FormatException">It is not; what is wrong.</exception>
    public static SegmentPattern[] Split(string pattern)
    {
        var segments = new List<SegmentPattern>();
        var tokens = new List<Token>();
        var stars = 0;
        for (var reader = new PatternReader(pattern); ;)
        {
            var more = reader.TryNext(out var rune, out var isPlain);
            if (!more || rune.Value == '/')
            {
                segments.Add(new SegmentPattern([.. tokens], stars >= 2 && tokens.Count == 1));
                if (!more)
                    return [.. segments];
                tokens.Clear();
                stars = 0;
            }
            else if (isPlain || rune.Value is not ('*' or '?' or '['))
            {
                tokens.Add(new Token(rune));
            }
            else if (rune.Value == '*')
            {
                stars++;
                if (tokens.Count == 0 || !tokens[^1].IsStar)
                    tokens.Add(Token.Star);
            }
            else
            {
                tokens.Add(rune.Value == '?' ? Token.Any : new Token(RuneSet.Read(ref reader)));
            }
        }
    }

    private bool MatchesTokens(ReadOnlySpan<char> name)
    {
        // What an asterisk takes is made longer only for the last one: if the names before it fit at all, they fit as early as they did.
        var (token, at, backToken, backAt) = (0, 0, -1, 0);
        while (at < name.Length)
        {
            Rune.DecodeFromUtf16(name[at..], out var rune, out var length);
            if (token < _tokens.Length && _tokens[token].IsStar)
            {
                (backToken, backAt) = (++token, at);
                continue;
            }

            if (token < _tokens.Length && _tokens[token].Matches(rune))
            {
                token++;
                at += length;
                continue;
            }

            if (backToken < 0)
                return false;
            Rune.DecodeFromUtf16(name[backAt..], out _, out length);
            backAt += length;
            (token, at) = (backToken, backAt);
        }

        while (token < _tokens.Length && _tokens[token].IsStar)
            token++;
        return token == _tokens.Length;
    }

    private readonly record struct Token(Rune Literal, RuneSet? Set, char Kind)
    {
        public static readonly Token Star = new(default, null, '*');
        public static readonly Token Any = new(default, null, '?');

        public Token(Rune literal)
            : this(literal, null, '=')
        {
        }

        public Token(RuneSet set)
            : this(default, set, '[')
        {
        }

        public bool IsStar => Kind == '*';

        public bool IsLiteral => Kind == '=';

        public bool Matches(Rune rune) => Kind switch
        {
            '=' => rune == Literal,
            '[' => Set!.Contains(rune),
            _ => true,
        };
    }
}
