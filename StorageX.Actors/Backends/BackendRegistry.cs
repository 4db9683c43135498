using System.Collections.Concurrent;
using StorageX.Backends.Http;
using StorageX.Backends.Pools;

namespace StorageX.Backends;

/// <summary>The backends that are configured, each made at its first use.</summary>
/// <param name="configured">What is configured, by name.</param>
/// <param name="defaultName">Which one is meant where none is named.</param>
/// <param name="fetchHosts">Ends of host names that keys may lead to although they are inside a private network.</param>
internal sealed class BackendRegistry(IReadOnlyDictionary<string, BackendSettings> configured, string defaultName, IReadOnlyList<string> fetchHosts) : IAsyncDisposable
{
    // What is no URL may be a secret that lost all before it.
    private const int LongestQuoted = 32;

    private readonly ConcurrentDictionary<string, Lazy<IImageBackend>> _backends = new(
        configured.Select(backend => KeyValuePair.Create(backend.Key, new Lazy<IImageBackend>(() => backend.Value.Make(backend.Key)))));

    private string _defaultName = defaultName;

    /// <summary>The same with one backend more, which becomes the default.</summary>
    public BackendRegistry With(IImageBackend backend)
    {
        _defaultName = backend.Properties.Name;
        _backends[_defaultName] = new Lazy<IImageBackend>(backend);
        return this;
    }

    /// <summary>The backend of that name.</summary>
    /// <exception cref="SettingsException">None has that name.</exception>
    public IImageBackend Named(string name) => _backends.TryGetValue(name, out var backend)
        ? backend.Value
        : throw new SettingsException($"\"{name}\" is none of the configured backends ({string.Join(", ", _backends.Keys.Order())}); add it under storagex.backends in akka.hocon, or import an uploader file: storagex backend import FILE");

    /// <summary>Where an upload goes: a backend, or several together.</summary>
    /// <param name="names">Names of backends; null for the one that is named otherwise.</param>
    /// <param name="name">The name of a backend or a pool, as history has it also several backends with commas between; null for the default.</param>
    /// <param name="copies">On how many hosts each image is; null for what the pool says.</param>
    /// <param name="parity">How many images may be lost; null for what the pool says.</param>
    /// <exception cref="SettingsException">There is none of that name, or the hosts cannot keep the policy.</exception>
    public HostPool Pool(IReadOnlyList<string>? names, string? name, int? copies, ParityScheme? parity)
    {
        var called = name ?? _defaultName;
        var pool = names is null && configured.TryGetValue(called, out var settings) ? settings as PoolSettings : null;
        names ??= pool?.Hosts ?? called.Split(',');
        if (names.Count == 0 || names.Distinct().Count() < names.Count)
            throw new SettingsException("the hosts of a pool are the names of backends, each once");
        var policy = copies is not null || parity is not null ? (copies ?? 1, parity) : (pool?.Copies ?? 1, pool?.Parity);
        return new HostPool(pool is null ? string.Join(",", names) : called, [.. names.Select(Named)], policy.Item1, policy.Item2).Required();
    }

    /// <summary>The names of the backends that an upload called this went to, as far as they are configured still.</summary>
    /// <param name="called">The name of a backend or of a pool, or several with commas between.</param>
    public IReadOnlyList<string> HostsOf(string called) =>
        [.. (configured.GetValueOrDefault(called) is PoolSettings pool ? pool.Hosts : called.Split(',')).Where(name => TryNamed(name) is not null)];

    /// <summary>The backend of that name; null where none has it, or its settings are broken.</summary>
    public IImageBackend? TryNamed(string name)
    {
        try
        {
            return Named(name);
        }
        catch (SettingsException)
        {
            return null;
        }
    }

    /// <summary>
    /// The backend that holds the image a key names: a configured one; or, for a <c>file://</c> URL elsewhere, the directory
    /// it lies in, and for an http or https one its host, which is then all that the key can reach.
    /// </summary>
    /// <exception cref="TransferException">It is no key, or of no backend.</exception>
    public IImageBackend Owner(string key)
    {
        if (_backends.Values.FirstOrDefault(backend => Owns(backend, key)) is { } owner)
            return owner.Value;
        if (DirectoryBackend.RootOf(key) is { } root)
            return _backends.GetOrAdd(root, _ => new Lazy<IImageBackend>(() => new DirectoryBackend(root, root))).Value;
        if (WebBackend.HostOf(key) is { } host)
            return _backends.GetOrAdd("//" + host, _ => new Lazy<IImageBackend>(() => new WebBackend(host, new FetchPolicy { TrustedHosts = fetchHosts }))).Value;
        throw new TransferException(
            TransferErrorKind.InvalidKey,
            Uri.TryCreate(key, UriKind.Absolute, out var uri)
                ? $"{key}: no configured backend reads {uri.Scheme}: keys"
                : $"{(key.Length == 0 ? "an empty text" : key.Length <= LongestQuoted ? key : "this text")}: is not a key; a key is what upload printed, for example file:///.../ab/cd/abcd....png");
    }

    /// <summary>The hosts that what a key leads to may be on.</summary>
    /// <param name="locators">The key's locators, 1 or more.</param>
    /// <exception cref="TransferException">None of them is of any backend.</exception>
    public KeyOwners OwnersOf(IEnumerable<string> locators)
    {
        var owners = new List<IImageBackend>();
        TransferException? first = null;
        foreach (var locator in locators)
        {
            try
            {
                owners.Add(Owner(locator));
            }
            catch (TransferException error)
            {
                first ??= error;
            }
        }

        return owners.Count > 0 ? new KeyOwners(owners, this) : throw first!;
    }

    /// <summary>The configured backend that holds the image a locator names; null where none does.</summary>
    public IImageBackend? Configured(string locator) =>
        configured.Keys.Append(_defaultName).Select(name => _backends.GetValueOrDefault(name)).FirstOrDefault(backend => backend is not null && Owns(backend, locator))?.Value;

    // One whose settings are broken stands in nobody's way.
    private static bool Owns(Lazy<IImageBackend> backend, string key)
    {
        try
        {
            return backend.Value.Owns(key);
        }
        catch (SettingsException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var backend in _backends.Values.Where(backend => backend.IsValueCreated))
            await backend.Value.DisposeAsync();
    }
}
