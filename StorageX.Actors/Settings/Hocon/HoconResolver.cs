namespace StorageX.Settings.Hocon;

/// <summary>Turns layers of written nodes into one value. A substitution is looked up in its own text first, as
/// Akka.NET does, then in the whole configuration, then in the environment.</summary>
/// <param name="layers">The roots; later ones lie over earlier ones.</param>
internal sealed class HoconResolver(IReadOnlyList<Node> layers)
{
    private const int MaxDepth = 256;
    private const long MaxWork = 16 * 1024 * 1024;

    /// <summary>What was looked up already, by field or by path and layer; null while it is being resolved.</summary>
    private readonly Dictionary<object, Lookup?> _known = [];

    /// <summary>For each field on the way to the node in hand, its value so far.</summary>
    private List<HoconValue?> _soFar = [];
    private int _depth;
    private long _work;

    private sealed record Lookup(HoconValue? Value);

    /// <summary>Resolves everything.</summary>
    /// <exception cref="HoconException">A substitution is undefined or runs in a circle, or values don't fit together.</exception>
    public HoconValue Resolve()
    {
        HoconValue? root = null;
        foreach (var layer in layers)
            root = Resolve(layer, root);
        return root ?? new HoconValue(new Dictionary<string, HoconValue>(StringComparer.Ordinal), default);
    }

    /// <summary>What a node makes of the value below it; nothing if it and what is below are undefined.</summary>
    private HoconValue? Resolve(Node node, HoconValue? below)
    {
        if (++_depth > MaxDepth)
            throw node.At.Error($"substitutions nested more than {MaxDepth} deep");
        var value = node switch
        {
            ScalarNode scalar => new HoconValue(scalar.Text, scalar.At),
            ObjectNode fields => ResolveObject(fields, below),
            ArrayNode array => new HoconValue(ResolveItems(array), array.At),
            SubstitutionNode link => Merge(Substitute(link), below),
            ConcatNode concat => Merge(ResolveConcat(concat), below),
            AppendNode append => Append(append, below),
            _ => Merge(((ValueNode)node).Value, below),
        };
        _depth--;
        return value;
    }

    private HoconValue ResolveObject(ObjectNode node, HoconValue? below)
    {
        var fields = new Dictionary<string, HoconValue>(below?.Fields ?? [], StringComparer.Ordinal);
        Work(fields.Count, node.At);
        foreach (var (key, field) in node.Fields)
        {
            if (ResolveField(field, fields.GetValueOrDefault(key)) is { } value)
                fields[key] = value;
        }
        return new HoconValue(fields, node.At);
    }

    private HoconValue? ResolveField(Field field, HoconValue? below)
    {
        _soFar.Add(below);
        foreach (var layer in field.Layers)
            _soFar[^1] = Resolve(layer, _soFar[^1]);
        var value = _soFar[^1];
        _soFar.RemoveAt(_soFar.Count - 1);
        return value;
    }

    private List<HoconValue> ResolveItems(ArrayNode array)
    {
        var items = new List<HoconValue>();
        foreach (var item in array.Items)
        {
            if (Resolve(item, null) is { } value)
                items.Add(value);
        }
        return items;
    }

    private HoconValue Append(AppendNode append, HoconValue? below)
    {
        if (below is not (null or { IsEmpty: true } or { Items: not null }))
            throw append.At.Error($"expected an array before '+=', found {below.Describe()}");
        List<HoconValue> items = [.. below?.Items ?? []];
        Work(items.Count, append.At);
        if (Resolve(append.Item, null) is { } item)
            items.Add(item);
        return new HoconValue(items, append.At);
    }

    private HoconValue? ResolveConcat(ConcatNode concat)
    {
        var parts = new List<(HoconValue Value, bool IsSpace)>();
        foreach (var part in concat.Parts)
        {
            if (Resolve(part, null) is { } value)
                parts.Add((value, part is ScalarNode { IsSpace: true }));
        }
        var solid = parts.FindAll(part => !part.IsSpace);
        if (solid.Count <= 1 && parts.Count < concat.Parts.Count)
            return solid.Count == 0 ? null : solid[0].Value;
        foreach (var (value, _) in parts)
            Work(value.Weight, concat.At);
        if (solid.TrueForAll(part => part.Value.IsObject()))
            return solid.Aggregate((HoconValue?)null, (below, part) => part.Value.Over(below));
        if (solid.TrueForAll(part => part.Value.IsArray()))
            return new HoconValue(solid.SelectMany(part => part.Value.Items!).ToList(), concat.At);
        if (solid.Find(part => part.Value.IsObject() || part.Value.IsArray()).Value is { } odd)
            throw odd.At.Error($"can't join {odd.Describe()} with what stands beside it");
        return new HoconValue(string.Concat(parts.Select(part => part.Value.GetString() ?? "null")), concat.At);
    }

    private HoconValue? Merge(HoconValue? value, HoconValue? below)
    {
        if (value is null)
            return below;
        if (below is not null)
            Work(Math.Min(value.Weight, below.Weight), value.At);
        return value.Over(below);
    }

    private HoconValue? Substitute(SubstitutionNode link)
    {
        var self = link.Up >= 0 && link.Up < _soFar.Count;
        var home = IndexOf(link.Home);
        var value = self
            ? _soFar[_soFar.Count - 1 - link.Up] ?? FindInLayers(link, home)
            : FindAt(link, link.Home, link.Path, null) ?? (link.Up == 0 ? FindInLayers(link, home) : FindInLayers(link, layers.Count));
        if (value is null && Environment.GetEnvironmentVariable(string.Join('.', link.Path)) is { } variable)
            value = new HoconValue(variable, link.At);
        if (value is not null || link.IsOptional)
            return value;
        throw link.At.Error(self
            ? $"{link.Name} points at itself, and nothing was assigned to it before"
            : $"{link.Name} is not defined: expected the path of a setting or the name of an environment variable");
    }

    private int IndexOf(Node root)
    {
        for (var i = 0; i < layers.Count; i++)
        {
            if (ReferenceEquals(layers[i], root))
                return i;
        }
        return 0;
    }

    /// <summary>Looks a path up in the lowest <paramref name="count"/> layers together.</summary>
    private HoconValue? FindInLayers(SubstitutionNode link, int count)
    {
        if (count == 0)
            return null;
        return Once((string.Join('\0', link.Path), count), link, () =>
        {
            HoconValue? value = null;
            foreach (var layer in layers.Take(count))
                value = FindAt(link, layer, link.Path, value) ?? value;
            return value;
        });
    }

    /// <summary>Looks a path up below a node without resolving more than it must, so that siblings may refer to each other.</summary>
    private HoconValue? FindAt(SubstitutionNode link, Node node, ReadOnlySpan<string> path, HoconValue? below)
    {
        while (true)
        {
            if (node is ValueNode { Value: var made })
                return made.Find(path) is { } found ? Merge(found, below) : null;
            if (node is not ObjectNode fields || !fields.Fields.TryGetValue(path[0], out var field))
                return null;
            if (path.Length == 1)
                return Jump(link, field, below);
            path = path[1..];
            if (field.Layers is [ObjectNode only])
            {
                node = only;
                continue;
            }
            if (!_known.TryGetValue(field, out var known) || known is not null)
                return Jump(link, field, null)?.Find(path);
            for (var i = field.Layers.Count - 1; i >= 0; i--)
            {
                if (FindAt(link, field.Layers[i], path, null) is { } value)
                    return value;
            }
            return null;
        }
    }

    private HoconValue? Jump(SubstitutionNode link, Field field, HoconValue? below)
    {
        return below is null ? Once(field, link, Follow) : Follow();

        HoconValue? Follow()
        {
            var soFar = _soFar;
            _soFar = [];
            var value = ResolveField(field, below);
            _soFar = soFar;
            return value;
        }
    }

    private HoconValue? Once(object key, SubstitutionNode link, Func<HoconValue?> find)
    {
        if (_known.TryGetValue(key, out var known))
            return known is not null ? known.Value : throw link.At.Error($"{link.Name} leads back to itself");
        _known[key] = null;
        var value = find();
        _known[key] = new Lookup(value);
        return value;
    }

    private void Work(long amount, Position at)
    {
        _work += amount;
        if (_work > MaxWork)
            throw at.Error("the substitutions make this too large");
    }
}
