namespace StorageX.Backends.Pools;

/// <summary>Where an upload goes, and what it must survive: one host, or several and a policy.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Hosts">The hosts, 1 or more.</param>
/// <param name="Copies">On how many of them each image of a piece is.</param>
/// <param name="Parity">How many images of a group may be lost; null for none.</param>
internal sealed record HostPool(string Name, IReadOnlyList<IImageBackend> Hosts, int Copies, ParityScheme? Parity)
{
    /// <summary>Whether it is one host, without a policy.</summary>
    public bool IsSingle => Hosts.Count == 1 && Copies == 1 && Parity is null;

    /// <summary>On how many hosts the texts of manifests and the root are: what is lost of pieces may be lost of them.</summary>
    public int TextCopies => Math.Min(Math.Min(Hosts.Count, PoolSettings.MostCopies), Math.Max(Copies, (Parity?.Parity ?? 0) + 1));

    /// <summary>On how many they are at least: an upload whose pieces are stored does not fail because some hosts are away at its end.</summary>
    public int LeastTextCopies => Math.Min(TextCopies, Parity is null ? Copies : 2);

    /// <summary>The most images of a group that one host has, so that they are spread evenly.</summary>
    public int MostOfGroup => Parity is null ? int.MaxValue : (Parity.Pieces + Hosts.Count - 1) / Hosts.Count;

    /// <summary>What an image must be for all hosts to take it.</summary>
    public BackendProperties Properties => Hosts.Select(host => host.Properties).Aggregate((one, other) => one with
    {
        MaxBytes = Math.Min(one.MaxBytes, other.MaxBytes),
        MinSide = Math.Max(one.MinSide, other.MinSide),
        MaxSide = Math.Min(one.MaxSide, other.MaxSide),
        ShortestLocator = Math.Min(one.ShortestLocator, other.ShortestLocator),
    }) with
    { Name = Name };

    /// <summary>What the policy does not protect from, in one line; null where it survives the loss of any one host.</summary>
    public string? Weakness => IsSingle ? null
        : Parity is not null && MostOfGroup > Parity.Parity
            ? $"parity {Parity} over {HostsText}: one of them has up to {MostOfGroup} images of a group, and {Parity.Parity} may be lost; the file does not survive the loss of a host"
        : Parity is null && Copies == 1 ? $"{HostsText} without copies or parity: what one of them loses is lost; use --copies 2, or --parity 10+4"
        : null;

    private string HostsText => $"{Hosts.Count} host{(Hosts.Count == 1 ? "" : "s")}";

    /// <summary>Refuses, before anything is read or sent, what cannot succeed at one of the hosts.</summary>
    /// <exception cref="SettingsException">What is missing, and where it belongs.</exception>
    public void RequireReady()
    {
        foreach (var host in Hosts)
            host.RequireReady();
    }

    /// <summary>Refuses a policy that the hosts cannot keep.</summary>
    /// <exception cref="SettingsException">They cannot.</exception>
    public HostPool Required()
    {
        if (Copies > Hosts.Count)
            throw new SettingsException($"{Copies} copies need as many hosts, and {Name} has {Hosts.Count}; name more, or ask for fewer copies");
        if (Copies > 1 && Parity is not null)
            throw new SettingsException("an upload has copies or parity, not both");
        return this;
    }
}
