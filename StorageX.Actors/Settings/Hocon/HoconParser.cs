namespace StorageX.Settings.Hocon;

/// <summary>Reads HOCON, by the grammar of its specification; see also <see cref="HoconConfig"/>.</summary>
internal sealed class HoconParser
{
    private const int MaxLength = 1024 * 1024;
    private const int MaxDepth = 128;

    /// <summary>What HOCON reserves: in a text that contains one of these, it stands in quotes.</summary>
    private const string Reserved = "$!&*?@^`\\";
    private const string ValueStops = "\"{}[]:=,#" + Reserved;
    private const string KeyStops = "." + ValueStops;

    private readonly Source _source;
    private readonly HoconScanner _in;
    private readonly HoconIncluder _includer;
    private readonly ObjectNode _root;
    private readonly List<string> _path = [];
    private int _depth = HoconIncluder.Depth;

    private HoconParser(string text, Func<string, HoconRoot?>? includeCallback)
    {
        _source = new Source(text);
        _in = new HoconScanner(_source);
        _root = new ObjectNode(_in.Here);
        _includer = new HoconIncluder(_in, text.Length, MaxLength, includeCallback);
    }

    /// <summary>Parses a text; substitutions stay open until the configuration is read.</summary>
    /// <param name="text">HOCON, at most 1 Mi characters with everything it includes, nested at most 128 deep, where an include counts for 4.</param>
    /// <param name="includeCallback">Answers an include: it gets what stands between the quotes and gives the
    /// parsed text, or null where there is none. Null refuses includes.</param>
    /// <exception cref="HoconException">The text is no HOCON; the message has line and column.</exception>
    public static HoconRoot Parse(string text, Func<string, HoconRoot?>? includeCallback)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new HoconParser(text, includeCallback);
        if (text.Length > MaxLength)
            throw new HoconException($"line 1, column 1: a text of {text.Length} characters is longer than {MaxLength}");
        parser.ParseRoot();
        return new HoconRoot(parser._root, parser._includer.Length);
    }

    private void ParseRoot()
    {
        _in.SkipLines();
        var braced = _in.Skip("{");
        ParseFields(_root);
        if (braced)
            _in.Expect("}", "a key or '}'");
        _in.SkipLines();
        if (!_in.AtEnd)
            throw _in.Expected(braced ? "the end of the text after the closing '}'" : "a key");
    }

    /// <summary>Reads fields up to a closing brace or the end, whichever its caller insists on.</summary>
    private void ParseFields(ObjectNode target)
    {
        for (_in.SkipLines(); !_in.AtEnd && _in.Next != '}';)
        {
            if (_includer.TryRead() is { } include)
                Include(include, target);
            else
                ParseField(target);
            var separated = _in.SkipLines();
            separated |= _in.Skip(",");
            _in.SkipLines();
            if (!separated && !_in.AtEnd && _in.Next != '}')
                throw _in.Expected("a new line, ',' or '}' before the next key");
        }
    }

    private void Include(Include include, ObjectNode target)
    {
        Descend(include.At, HoconIncluder.Levels);
        var included = _includer.Resolve(include, _depth);
        _depth -= HoconIncluder.Levels;
        if (included is { } root)
            target.Include(root.Fields);
    }

    private void ParseField(ObjectNode target)
    {
        var at = _in.Here;
        var keys = ParseKey();
        Descend(at, keys.Count);
        var owner = target;
        foreach (var key in keys.SkipLast(1))
            owner = Child(owner.Field(key), at);
        _path.AddRange(keys);
        owner.Field(keys[^1]).Add(ParseAssignment(at));
        _path.RemoveRange(_path.Count - keys.Count, keys.Count);
        _depth -= keys.Count;
    }

    private static ObjectNode Child(Field field, Position at)
    {
        if (field.Layers is not [.., ObjectNode])
            field.Add(new ObjectNode(at));
        return (ObjectNode)field.Layers[^1];
    }

    private Node ParseAssignment(Position at)
    {
        _in.SkipLines();
        if (_in.Next == '{')
            return ParseValue();
        if (_in.Skip("+="))
            return new AppendNode(at, ParseAssigned());
        if (!_in.Skip("=") && !_in.Skip(":"))
            throw _in.Expected($"'=', ':', '+=' or '{{' after the key '{Position.Brief(string.Join('.', _path))}'");
        return ParseAssigned();
    }

    private Node ParseAssigned()
    {
        _in.SkipLines();
        return ParseValue();
    }

    private List<string> ParseKey()
    {
        var keys = new List<string>();
        do
        {
            _in.SkipBlanks();
            keys.Add(ParseKeyPart() ?? throw _in.Expected(keys.Count == 0 ? "a key" : "a key after '.'"));
        }
        while (_in.Skip("."));
        return keys;
    }

    /// <summary>Reads words and strings up to a dot or the end of the key, with the blanks between them.</summary>
    private string? ParseKeyPart()
    {
        string? key = null;
        for (var blanks = ""; ; blanks = _in.SkipBlanks())
        {
            var quoted = _in.Next == '"';
            var part = quoted ? _in.Quoted() : _in.Word(KeyStops);
            if (!quoted && part.Length == 0)
                return key;
            key = key is null ? part : key + blanks + part;
        }
    }

    /// <summary>Reads one value: words, strings, substitutions, arrays and objects, joined until the line or element ends.</summary>
    private Node ParseValue()
    {
        var at = _in.Here;
        var parts = new List<Node>();
        while (ParsePart() is { } part)
        {
            parts.Add(part);
            var here = _in.Here;
            if (_in.SkipBlanks() is { Length: > 0 } blanks)
                parts.Add(new ScalarNode(here, blanks, IsSpace: true));
        }
        if (parts is [.., ScalarNode { IsSpace: true }])
            parts.RemoveAt(parts.Count - 1);
        if (_in.Next is '=' or ':' || Reserved.Contains(_in.Next, StringComparison.Ordinal) || _in.IsAt("+="))
            throw _in.Here.Error($"expected {(parts.Count == 0 ? "a value" : "the end of the value")}, found '{_in.Next}'; a text that contains it stands in quotes");
        if (parts.Count == 0)
            throw _in.Expected("a value");
        return parts.Count == 1 ? parts[0] : new ConcatNode(at, parts);
    }

    private Node? ParsePart()
    {
        var at = _in.Here;
        switch (_in.Next)
        {
            case '"':
                return new ScalarNode(at, _in.Quoted());
            case '{':
                return ParseObject(at);
            case '[':
                return ParseArray(at);
            case '$' when _in.Peek(1) == '{':
                return ParseSubstitution(at);
            default:
                var word = _in.Word(ValueStops);
                return word.Length == 0 ? null : new ScalarNode(at, word == "null" ? null : word);
        }
    }

    private ObjectNode ParseObject(Position at)
    {
        var node = new ObjectNode(at);
        Descend(at, 1);
        _in.Offset++;
        ParseFields(node);
        if (!_in.Skip("}"))
            throw _in.Expected($"'}}' to close the '{{' of {at}");
        _depth--;
        return node;
    }

    private ArrayNode ParseArray(Position at)
    {
        var items = new List<Node>();
        Descend(at, 1);
        _in.Offset++;
        for (_in.SkipLines(); !_in.AtEnd && _in.Next != ']';)
        {
            items.Add(ParseValue());
            var separated = _in.SkipLines();
            separated |= _in.Skip(",");
            _in.SkipLines();
            if (!separated && _in.Next != ']')
                break;
        }
        if (!_in.Skip("]"))
            throw _in.Expected($"',' or ']' in the array of {at}");
        _depth--;
        return new ArrayNode(at, items);
    }

    private SubstitutionNode ParseSubstitution(Position at)
    {
        _in.Offset += 2;
        var optional = _in.Skip("?");
        var keys = ParseKey();
        _in.SkipBlanks();
        _in.Expect("}", "'}' after the path of the substitution");
        var up = keys.Count <= _path.Count && keys.SequenceEqual(_path.Take(keys.Count)) ? _path.Count - keys.Count : -1;
        return new SubstitutionNode(at, [.. keys], optional, _root, up);
    }

    private void Descend(Position at, int levels)
    {
        _depth += levels;
        if (_depth > MaxDepth)
            throw at.Error($"nested more than {MaxDepth} deep");
    }
}
