using StorageX.Pacing;
using StorageX.Pieces;
using StorageX.Settings;

namespace StorageX.Backends;

/// <summary>The keys that a backend of any type may have in the configuration: what is asked of it at most.</summary>
public sealed record BackendLimits
{
    /// <summary>The names of the keys.</summary>
    internal static readonly string[] Keys = ["max-bytes", "min-side", "max-side", "permits", "budgets"];

    private const int LongestSide = 1 << 20;

    /// <summary>The largest image, in bytes; null for no limit.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>The smallest side, in pixels; null for no limit.</summary>
    public int? MinSide { get; init; }

    /// <summary>The largest side, in pixels; null for no limit.</summary>
    public int? MaxSide { get; init; }

    /// <summary>How fast images may be stored there.</summary>
    public HostLimits Pace { get; init; } = HostLimits.None;

    /// <summary>The limits as names and values, for people.</summary>
    public IEnumerable<KeyValuePair<string, string>> Facts => new (string Name, string? Value)[]
    {
        ("max-bytes", MaxBytes?.ToString()), ("min-side", MinSide?.ToString()), ("max-side", MaxSide?.ToString()), ("permits", Pace.Permits?.ToString()), ("budgets", string.Join(", ", Pace.Budgets)),
    }.Where(fact => fact.Value is { Length: > 0 }).Select(fact => KeyValuePair.Create(fact.Name, fact.Value!));

    /// <summary>Reads them from a section of <c>storagex.backends</c>.</summary>
    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    internal static BackendLimits From(SettingsSection section) => new()
    {
        MaxBytes = !section.Has("max-bytes") ? null
            : ByteSize.Parse(section.Text("max-bytes")) is { } size and > 0 ? size : throw section.Wrong("max-bytes", "a size such as 1MB or 500000 is expected here"),
        MinSide = section.Has("min-side") ? section.Whole("min-side", 1, PieceGeometry.MaxSide) : null,
        MaxSide = section.Has("max-side") ? section.Whole("max-side", PieceGeometry.MinSide, LongestSide) : null,
        Pace = new HostLimits
        {
            Permits = section.Has("permits") ? section.Whole("permits", 1, 1000) : null,
            Budgets = section.Has("budgets") ? [.. section.Texts("budgets").Select(text => ImageBudget.Parse(text) ?? throw section.Wrong("budgets", $"\"{text}\" is no budget such as 20/1h or 30/1d"))] : [],
        },
    };

    /// <summary>The backend within these limits.</summary>
    internal IImageBackend Apply(IImageBackend backend)
    {
        var own = backend.Properties;
        var narrowed = own with
        {
            MaxBytes = Math.Min(own.MaxBytes, MaxBytes ?? own.MaxBytes),
            MinSide = Math.Max(own.MinSide, MinSide ?? own.MinSide),
            MaxSide = Math.Min(own.MaxSide, MaxSide ?? own.MaxSide),
            Limits = own.Limits.And(Pace),
        };
        return Facts.Any() ? new NarrowedBackend(backend, narrowed) : backend;
    }
}
