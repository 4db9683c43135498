using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Settings read from HOCON, and what stands in for those that are missing. A configuration never changes.</summary>
/// <remarks>Substitutions are resolved when it is first read, so that a fallback can still define them; that first
/// read throws a <see cref="ConfigurationException"/> if one stays undefined. Paths are keys joined by dots; a key
/// that contains a dot stands in quotes. A getter whose path is missing answers its default.</remarks>
public class Config
{
    private readonly IReadOnlyList<Node> _layers;
    private readonly Lazy<HoconValue> _root;

    internal Config(IReadOnlyList<Node> layers)
    {
        _layers = layers;
        _root = new(() => new Resolver(layers).Resolve());
    }

    /// <summary>Whether it has no settings.</summary>
    public virtual bool IsEmpty => _layers.Count == 0 || Root.IsEmpty;

    /// <summary>All settings as one object.</summary>
    /// <exception cref="ConfigurationException">A substitution is undefined or runs in a circle.</exception>
    public virtual HoconValue Root => _root.Value;

    /// <summary>Reads HOCON, as <see cref="ConfigurationFactory.ParseString(string)"/> does.</summary>
    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    /// <summary>A configuration that answers from this one first and from the fallback where this one is silent.
    /// Objects merge; anything else is taken whole.</summary>
    /// <exception cref="ArgumentException">The fallback is this configuration.</exception>
    public virtual Config WithFallback(Config? fallback)
    {
        if (ReferenceEquals(fallback, this))
            throw new ArgumentException("A configuration can't be its own fallback.", nameof(fallback));
        if (fallback is null || fallback._layers.Count == 0)
            return this;
        return _layers.Count == 0 ? fallback : new Config([.. fallback._layers, .. _layers]);
    }

    /// <summary>Whether something is assigned to the path, be it null.</summary>
    public virtual bool HasPath(string path) => Find(path) is not null;

    /// <summary>The value at a path; null if there is none.</summary>
    public HoconValue? GetValue(string path) => Find(path);

    /// <summary>The object at a path; null if there is none. Where a text or an array stands, reading the result fails.</summary>
    public virtual Config? GetConfig(string path) => Find(path)?.ToConfig();

    /// <summary>A text; null where null, an array or an object stands.</summary>
    public virtual string? GetString(string path, string? @default = null) =>
        Find(path) is { } value ? value.GetString() : @default;

    /// <summary>A switch: true, on, false or off.</summary>
    /// <exception cref="NotSupportedException">It is another word.</exception>
    public virtual bool GetBoolean(string path, bool @default = false) =>
        Find(path) is { } value ? Scalars.Boolean(value, path) : @default;

    /// <summary>A whole number of 32 bits.</summary>
    /// <exception cref="FormatException">It is no whole number.</exception>
    /// <exception cref="OverflowException">It is too large.</exception>
    public virtual int GetInt(string path, int @default = 0) =>
        Find(path) is { } value ? Scalars.Whole<int>(value, path) : @default;

    /// <summary>A whole number of 64 bits.</summary>
    /// <exception cref="FormatException">It is no whole number.</exception>
    /// <exception cref="OverflowException">It is too large.</exception>
    public virtual long GetLong(string path, long @default = 0) =>
        Find(path) is { } value ? Scalars.Whole<long>(value, path) : @default;

    /// <summary>A number.</summary>
    /// <exception cref="FormatException">It is no number.</exception>
    public virtual float GetFloat(string path, float @default = 0) =>
        Find(path) is { } value ? Scalars.Real<float>(value, path) : @default;
    public virtual double GetDouble(string path, double @default = 0) =>
        Find(path) is { } value ? Scalars.Real<double>(value, path) : @default;

    /// <summary>A number of bytes, with or without a unit.</summary>
    /// <exception cref="FormatException">It is no size.</exception>
    /// <exception cref="OverflowException">It is 8 EiB or more.</exception>
    public virtual long? GetByteSize(string path) => GetByteSize(path, null);
    public virtual long? GetByteSize(string path, long? def = null) =>
        Find(path) is { } value ? Scalars.ByteSize(value, path) : def;

    /// <summary>A duration; a number without a unit is milliseconds, and "infinite" is -1 ms.</summary>
    /// <exception cref="FormatException">It is no duration, or negative.</exception>
    /// <exception cref="OverflowException">It is longer than a <see cref="TimeSpan"/> can be.</exception>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        Find(path) is { } value ? Scalars.Duration(value, path, allowInfinite) : @default.GetValueOrDefault();

    /// <summary>The texts of an array; none where the path is missing or no array stands there. An element that
    /// is no text is null.</summary>
    public virtual IList<string> GetStringList(string path) => [.. Items(path).Select(item => item.GetString()!)];

    /// <summary>The whole numbers of an array; none where the path is missing or no array stands there.</summary>
    /// <exception cref="FormatException">One is no whole number.</exception>
    /// <exception cref="OverflowException">One is too large.</exception>
    public virtual IList<int> GetIntList(string path) => [.. Items(path).Select(item => Scalars.Whole<int>(item, path))];

    /// <summary>The keys of the outermost object and their values.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() => Object.Fields ?? [];

    /// <summary>HOCON that reads back as these settings.</summary>
    public override string ToString() => Root.ToString();

    private List<HoconValue> Items(string path) => Find(path)?.Items ?? [];

    private HoconValue? Find(string path) => Object.Find(HoconPath.Split(path));

    /// <summary>The root, which GetConfig may have found to be something else.</summary>
    private HoconValue Object => Root.IsObject() || Root is { IsEmpty: true }
        ? Root
        : throw Root.At.Error($"expected an object, found {Root.Describe()}");
}
