namespace StorageX.Settings.Hocon;

/// <summary>A text, and the name it was included under; the first text of a parse has none.</summary>
internal sealed class Source(string text)
{
    public string Text { get; } = text;

    public string? Name { get; set; }
}

/// <summary>A place in a text; a place of no text belongs to a value that was made by code.</summary>
internal readonly record struct Position(Source? Source, int Offset)
{
    public override string ToString()
    {
        if (Source is null)
            return "(no line)";
        var before = Source.Text.AsSpan(0, Math.Min(Offset, Source.Text.Length));
        var where = $"line {before.Count('\n') + 1}, column {before.Length - before.LastIndexOf('\n')}";
        return Source.Name is null ? where : $"{Source.Name}: {where}";
    }

    public HoconException Error(string message) => new($"{this}: {message}");

    /// <summary>A text as it stands in a message.</summary>
    public static string Brief(string text) => text.Length <= 60 ? text : $"{text[..60]}...";
}

/// <summary>What was written, before substitutions.</summary>
/// <param name="At">Where it begins.</param>
internal abstract record Node(Position At)
{
    /// <summary>Means the same wherever it stands, so it hides whatever was assigned before it.</summary>
    public virtual bool IsClosed => false;
}

/// <summary>Text between two separators; the unquoted word null has a null text.</summary>
internal sealed record ScalarNode(Position At, string? Text, bool IsSpace = false) : Node(At)
{
    public override bool IsClosed => true;
}

internal sealed record ArrayNode(Position At, List<Node> Items) : Node(At)
{
    public override bool IsClosed => Items.TrueForAll(item => item.IsClosed);
}

internal sealed record ConcatNode(Position At, List<Node> Parts) : Node(At);

/// <summary>What <c>+=</c> adds to the array that stood there before.</summary>
internal sealed record AppendNode(Position At, Node Item) : Node(At);

/// <summary>A value that is already resolved: a sub-configuration used as a layer.</summary>
internal sealed record ValueNode(HoconValue Value) : Node(Value.At)
{
    public override bool IsClosed => !Value.IsObject();
}

/// <param name="At">Where it begins.</param>
/// <param name="Path">The keys from the root of the text it stands in.</param>
/// <param name="IsOptional">Whether it may stay undefined.</param>
/// <param name="Home">The root of the text it stands in, which is searched first.</param>
/// <param name="Up">0 if it points at the field that holds it, 1 at that field's parent, and so on; -1 elsewhere.</param>
internal sealed record SubstitutionNode(Position At, string[] Path, bool IsOptional, ObjectNode Home, int Up) : Node(At)
{
    /// <summary>What a message calls it.</summary>
    public string Name => $"${{{Position.Brief(string.Join('.', Path))}}}";
}

internal sealed record ObjectNode(Position At) : Node(At)
{
    public Dictionary<string, Field> Fields { get; } = new(StringComparer.Ordinal);

    public Field Field(string key)
    {
        if (!Fields.TryGetValue(key, out var field))
            Fields[key] = field = new Field();
        return field;
    }

    /// <summary>Lays a copy of another object over this one, so that neither sees later changes of the other.</summary>
    public void Include(ObjectNode other)
    {
        foreach (var (key, theirs) in other.Fields)
        {
            var mine = Field(key);
            foreach (var layer in theirs.Layers)
                mine.Add(layer is ObjectNode nested ? nested.Copy() : layer);
        }
    }

    public ObjectNode Copy()
    {
        var copy = new ObjectNode(At);
        copy.Include(this);
        return copy;
    }
}

/// <summary>A key's assignments in the order they were written, without those that can no longer matter.</summary>
internal sealed class Field
{
    public List<Node> Layers { get; } = [];

    public void Add(Node node)
    {
        if (node is ObjectNode upper && Layers is [.., ObjectNode lower])
        {
            lower.Include(upper);
            return;
        }
        if (node.IsClosed)
            Layers.Clear();
        Layers.Add(node);
    }
}
