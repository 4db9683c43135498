using StorageX.Backends;

namespace StorageX.Transfers;

/// <summary>The hosts that said that they begin nothing before some time.</summary>
/// <param name="now">The clock.</param>
internal sealed class RestingHosts(Func<DateTimeOffset> now)
{
    private readonly Dictionary<IImageBackend, DateTimeOffset> _until = [];

    /// <summary>Those that rest now.</summary>
    public IEnumerable<IImageBackend> Now => _until.Keys.Where(Has);

    /// <summary>Notes what a host said.</summary>
    public void Add(IImageBackend host, DateTimeOffset until) => _until[host] = until;

    /// <summary>Whether a host rests now.</summary>
    public bool Has(IImageBackend host) => _until.GetValueOrDefault(host) > now();
}
