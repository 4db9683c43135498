using StorageX.Settings;

namespace StorageX.Backends.Pools;

/// <summary>Several backends that keep a file together.</summary>
/// <param name="Hosts">Their names, 1 or more, each another.</param>
/// <param name="Copies">On how many of them each image is, 1 to 16.</param>
/// <param name="Parity">How many images of a group may be lost; null for none.</param>
public sealed record PoolSettings(IReadOnlyList<string> Hosts, int Copies, ParityScheme? Parity) : BackendSettings
{
    /// <summary>The most images of a piece.</summary>
    public const int MostCopies = 16;

    /// <inheritdoc/>
    public override string Type => "pool";

    /// <inheritdoc/>
    public override string Place => string.Join(", ", Hosts);

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Facts =>
        Parity is null ? [KeyValuePair.Create("copies", $"{Copies}")] : [KeyValuePair.Create("parity", $"{Parity}")];

    /// <summary>Reads a section of type <c>pool</c>.</summary>
    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    internal static PoolSettings From(SettingsSection section)
    {
        section.RequireOnly("type", "hosts", "copies", "parity");
        var hosts = section.Texts("hosts");
        if (hosts.Count == 0 || hosts.Distinct().Count() < hosts.Count)
            throw section.Wrong("hosts", "the names of other backends are expected here, each once, such as [a, b, c]");
        if (section.Has("copies") && section.Has("parity"))
            throw section.Wrong("parity", "a pool has copies or parity, not both");
        if (!section.Has("parity"))
            return new PoolSettings(hosts, section.Has("copies") ? section.Whole("copies", 1, MostCopies) : 1, null);
        return ParityScheme.TryParse(section.Text("parity"), out var parity, out var problem) ? new PoolSettings(hosts, 1, parity) : throw section.Wrong("parity", problem);
    }

    /// <inheritdoc/>
    internal override IImageBackend Create(string name) => throw new SettingsException($"{name} is a pool of backends ({Place}), and here one backend is needed");
}
