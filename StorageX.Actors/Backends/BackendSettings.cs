using StorageX.Backends.Http;
using StorageX.Backends.Pools;
using StorageX.Backends.S3;
using StorageX.Backends.WebDav;
using StorageX.Settings;

namespace StorageX.Backends;

/// <summary>One configured place for images: a section of <c>storagex.backends</c>. Each type of backend has its own.</summary>
public abstract record BackendSettings
{
    private static readonly Dictionary<string, Func<SettingsSection, BackendSettings>> Types = new()
    {
        ["directory"] = DirectorySettings.From,
        ["http"] = HttpSettings.From,
        ["pool"] = PoolSettings.From,
        ["s3"] = S3Settings.From,
        ["webdav"] = WebDavSettings.From,
    };

    /// <summary>What kind of place it is: the word for it in the configuration.</summary>
    public abstract string Type { get; }

    /// <summary>Where it is: a directory, or a host; no secrets.</summary>
    public abstract string Place { get; }

    /// <summary>What else is known of it, as names and values, for people; no secrets.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, string>> Facts => [];

    /// <summary>What is asked of it at most.</summary>
    public BackendLimits Limits { get; init; } = new();

    /// <summary>Reads a section of <c>storagex.backends</c>.</summary>
    /// <exception cref="SettingsException">Its type is unknown, or a value is not what it should be.</exception>
    internal static BackendSettings Read(SettingsSection section) => Types.TryGetValue(section.Text("type"), out var read)
        ? read(section.Allowing(BackendLimits.Keys)) with { Limits = BackendLimits.From(section) }
        : throw section.Wrong("type", $"\"{section.Text("type")}\" is no type of backend; there is: {string.Join(", ", Types.Keys.Order())}");

    /// <summary>Makes the backend, within its limits; nothing is opened or sent yet.</summary>
    /// <param name="name">The name it has in the configuration.</param>
    /// <exception cref="SettingsException">It cannot be made from these settings.</exception>
    internal IImageBackend Make(string name) => Limits.Apply(Create(name));

    /// <summary>The same backend for a probe, which compares what comes back itself.</summary>
    internal virtual BackendSettings ForProbe() => this;

    /// <summary>Makes the backend; nothing is opened or sent yet.</summary>
    /// <param name="name">The name it has in the configuration.</param>
    /// <exception cref="SettingsException">It cannot be made from these settings.</exception>
    internal abstract IImageBackend Create(string name);
}
