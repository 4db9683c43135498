namespace StorageX.Settings.Hocon;

/// <summary>Settings read from HOCON, and what stands in for those that are missing. A configuration never changes.</summary>
/// <remarks>Ours, since Akka.NET's own reader takes broken text in silence and does not read the environment. Substitutions are
/// resolved when it is first read, so that a fallback can still define them; that first read throws a <see cref="HoconException"/>
/// if one stays undefined. Paths are keys joined by dots; a key that contains a dot stands in quotes.</remarks>
internal sealed class HoconConfig
{
    private readonly IReadOnlyList<Node> _layers;
    private readonly Lazy<HoconValue> _root;

    internal HoconConfig(IReadOnlyList<Node> layers)
    {
        _layers = layers;
        _root = new(() => new HoconResolver(layers).Resolve());
    }

    /// <summary>All settings as one object.</summary>
    /// <exception cref="HoconException">A substitution is undefined or runs in a circle.</exception>
    public HoconValue Root => _root.Value;

    /// <summary>The keys of the outermost object and their values.</summary>
    public IEnumerable<KeyValuePair<string, HoconValue>> Fields => Object.Fields ?? [];

    /// <summary>The root, which <see cref="GetConfig"/> may have found to be something else.</summary>
    private HoconValue Object => Root.IsObject() || Root is { IsEmpty: true }
        ? Root
        : throw Root.At.Error($"expected an object, found {Root.Describe()}");

    /// <summary>Reads a text.</summary>
    /// <param name="hocon">HOCON, at most 1 Mi characters with everything it includes, nested at most 128 deep.</param>
    /// <param name="include">Answers an include: it gets what stands between the quotes and gives the text, parsed by
    /// <see cref="HoconParser"/>, or null where there is none. Relative names are its business. Null refuses includes.</param>
    /// <exception cref="HoconException">A text is no HOCON; the message has file, line and column.</exception>
    public static HoconConfig Parse(string hocon, Func<string, HoconRoot?>? include = null) =>
        new([HoconParser.Parse(hocon, include).Fields]);

    /// <summary>A configuration that answers from this one first and from the fallback where this one is silent.
    /// Objects merge; anything else is taken whole.</summary>
    public HoconConfig WithFallback(HoconConfig fallback) => new([.. fallback._layers, .. _layers]);

    /// <summary>Whether something is assigned to the path, be it null.</summary>
    public bool HasPath(string path) => GetValue(path) is not null;

    /// <summary>The value at a path; null if there is none.</summary>
    public HoconValue? GetValue(string path) => Object.Find(HoconPath.Split(path));

    /// <summary>The object at a path; null if there is none. Where a text or an array stands, reading the result fails.</summary>
    public HoconConfig? GetConfig(string path) => GetValue(path) is { } value ? new([new ValueNode(value)]) : null;

    /// <summary>A text; null where there is none, or null, an array or an object stands.</summary>
    public string? GetString(string path) => GetValue(path)?.GetString();

    /// <summary>HOCON that reads back as these settings, by this reader and by Akka.NET's.</summary>
    public override string ToString() => Root.ToString();
}
