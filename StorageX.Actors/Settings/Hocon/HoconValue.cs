namespace StorageX.Settings.Hocon;

/// <summary>A setting's value: a string, an array, an object, or nothing. It never changes.</summary>
internal sealed class HoconValue
{
    /// <summary>A bound on what substitutions may make of a small text.</summary>
    private const long MaxWeight = 4 * 1024 * 1024;

    private const int MaxDepth = 256;

    private readonly object? _content;
    private readonly int _depth;
    private readonly long _weight = 1;

    internal HoconValue(string? text, Position at)
    {
        (_content, At) = (text, at);
        Weigh(ref _weight, text?.Length ?? 0);
    }

    internal HoconValue(List<HoconValue> items, Position at)
    {
        (_content, At) = (items, at);
        foreach (var item in items)
            (_depth, _weight) = Hold(item);
    }

    internal HoconValue(Dictionary<string, HoconValue> fields, Position at)
    {
        (_content, At) = (fields, at);
        foreach (var field in fields.Values)
            (_depth, _weight) = Hold(field);
    }

    /// <summary>Whether it is nothing: null, or an object or array without content.</summary>
    internal bool IsEmpty => _content switch
    {
        null => true,
        List<HoconValue> items => items.Count == 0,
        Dictionary<string, HoconValue> fields => fields.Count == 0,
        _ => false,
    };

    internal Position At { get; }

    /// <summary>Values and characters in it, each counted as often as it is reached.</summary>
    internal long Weight => _weight;

    internal Dictionary<string, HoconValue>? Fields => _content as Dictionary<string, HoconValue>;

    internal List<HoconValue>? Items => _content as List<HoconValue>;

    /// <summary>Whether it is an object.</summary>
    public bool IsObject() => _content is Dictionary<string, HoconValue>;

    /// <summary>Whether it is an array.</summary>
    public bool IsArray() => _content is List<HoconValue>;

    /// <summary>Whether it is a string; numbers, switches, durations and sizes are strings until they are read.</summary>
    public bool IsString() => _content is string;

    /// <summary>Its text; null if it is null, an array or an object.</summary>
    public string? GetString() => _content as string;

    /// <summary>HOCON that reads back as this value.</summary>
    public override string ToString() => HoconPrinter.Print(this);

    /// <summary>What a message calls it.</summary>
    internal string Describe() => _content switch
    {
        null => "null",
        string text => $"'{Position.Brief(text)}'",
        List<HoconValue> => "an array",
        _ => "an object",
    };

    internal HoconValue? Find(ReadOnlySpan<string> path)
    {
        var value = this;
        foreach (var key in path)
        {
            if (value.Fields is not { } fields || !fields.TryGetValue(key, out value))
                return null;
        }
        return value;
    }

    /// <summary>Lays this value over another: objects merge, anything else hides what is below.</summary>
    internal HoconValue Over(HoconValue? below)
    {
        if (Fields is not { } mine || below?.Fields is not { Count: > 0 } theirs || ReferenceEquals(this, below))
            return this;
        var merged = new Dictionary<string, HoconValue>(theirs, StringComparer.Ordinal);
        foreach (var (key, value) in mine)
            merged[key] = value.Over(theirs.GetValueOrDefault(key));
        return new HoconValue(merged, At);
    }

    private (int Depth, long Weight) Hold(HoconValue child)
    {
        var weight = _weight;
        Weigh(ref weight, child._weight);
        var depth = Math.Max(_depth, child._depth + 1);
        return depth <= MaxDepth ? (depth, weight) : throw At.Error($"nested more than {MaxDepth} deep");
    }

    private void Weigh(ref long weight, long more)
    {
        weight += more;
        if (weight > MaxWeight)
            throw At.Error($"the substitutions make more than {MaxWeight >> 20} Mi characters of this");
    }
}
