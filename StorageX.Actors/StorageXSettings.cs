using StorageX.Backends;
using StorageX.Backends.Http;
using StorageX.Pacing;
using StorageX.Pieces;
using StorageX.Settings;
using StorageX.Settings.Hocon;

namespace StorageX;

/// <summary>A typed view of <c>akka.hocon</c>, whose comments explain each value.</summary>
public sealed record StorageXSettings
{
    /// <summary>The smallest side of a full piece's canvas, in pixels.</summary>
    public const int MinSide = PieceGeometry.MinSide;

    /// <summary>The largest side of a full piece's canvas, in pixels.</summary>
    public const int MaxSide = PieceGeometry.MaxSide;

    /// <summary>A full piece's canvas width in pixels, <see cref="MinSide"/> to <see cref="MaxSide"/>.</summary>
    public required int PieceWidth { get; init; }

    /// <summary>A full piece's canvas height in pixels, <see cref="MinSide"/> to <see cref="MaxSide"/>.</summary>
    public required int PieceHeight { get; init; }

    /// <summary>The format of uploads, 1 or 2.</summary>
    public required int Format { get; init; }

    /// <summary>Whether pieces are compressed where that pays.</summary>
    public bool Compression { get; init; } = true;

    /// <summary>The directory of the catalogue and of the user's secret.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>How old the catalogue's knowledge of a piece may be before the host is asked whether it still has it.</summary>
    public required TimeSpan CheckAfter { get; init; }

    /// <summary>The backend that uploads go to when none is named.</summary>
    public required string DefaultBackend { get; init; }

    /// <summary>The configured backends by name.</summary>
    public required IReadOnlyDictionary<string, BackendSettings> Backends { get; init; }

    /// <summary>Ends of host names that keys may lead to although they are inside a private network.</summary>
    public IReadOnlyList<string> FetchHosts { get; init; } = [];

    /// <summary>How transfers run.</summary>
    public required TransferSettings Transfers { get; init; }

    /// <summary>How hosts are treated when images are stored.</summary>
    public required PaceSettings Uploads { get; init; }

    /// <summary>How hosts are treated when images are fetched.</summary>
    public required PaceSettings Downloads { get; init; }

    /// <summary>The whole configuration that these settings were read from.</summary>
    internal HoconConfig Configuration { get; init; } = HoconConfig.Parse("");

    /// <summary>
    /// Reads the settings: the built-in <c>akka.hocon</c>, overridden by the one beside the program, by
    /// <c>~/.config/storagex/akka.hocon</c>, by the file that <c>$STORAGEX_CONFIG</c> names, and by <paramref name="configFile"/>;
    /// and the uploader profiles that were imported.
    /// </summary>
    /// <param name="configFile">One more file, the strongest; null for none.</param>
    /// <exception cref="SettingsException">A file cannot be read, or a value is not what it should be.</exception>
    public static StorageXSettings Load(string? configFile = null) => Read(SettingsFiles.Find(configFile), ProfileStore.Default().Load());

    /// <summary>Reads the settings of one configuration text over the built-in defaults, and looks at no file.</summary>
    /// <param name="hocon">The text.</param>
    /// <exception cref="SettingsException">The text is not HOCON, or a value is not what it should be.</exception>
    public static StorageXSettings Parse(string hocon) => Read([new("the given text", hocon), SettingsFiles.BuiltIn()], new Dictionary<string, BackendSettings>());

    /// <summary>The settings in the texts.</summary>
    /// <param name="layers">The texts, the strongest first; the last one has every setting.</param>
    /// <param name="profiles">Backends that stand in files of their own; a text that has the same name wins.</param>
    /// <exception cref="SettingsException">A text is not HOCON, or a value is not what it should be.</exception>
    internal static StorageXSettings Read(IReadOnlyList<ConfigurationText> layers, IReadOnlyDictionary<string, BackendSettings> profiles)
    {
        var configuration = ConfigurationText.Merge(layers);
        var root = new SettingsSection(configuration, "storagex");
        root.RequireOnly("format", "compression", "data", "catalogue", "piece", "backend", "backends", "fetch", "transfers", "uploads", "downloads", "daemon");
        var piece = root.Section("piece", "width", "height");
        var backends = root.Section("backends");
        var parkAfter = root.Section("transfers").Duration("park-after");
        var settings = new StorageXSettings
        {
            PieceWidth = piece.Whole("width", MinSide, MaxSide),
            PieceHeight = piece.Whole("height", MinSide, MaxSide),
            Format = root.Whole("format", 1, 2),
            Compression = root.Switch("compression", absent: true),
            DataDirectory = root.FullPath("data", SettingsFiles.DefaultData()),
            CheckAfter = root.Section("catalogue", "check-after").Duration("check-after"),
            DefaultBackend = root.Text("backend"),
            Backends = backends.Keys.Select(name => KeyValuePair.Create(name, BrokenSettings.Or("?", () => BackendSettings.Read(backends.Section(name))))).UnionBy(profiles, backend => backend.Key).ToDictionary(),
            FetchHosts = FetchHostsIn(root.Section("fetch", "hosts")),
            Transfers = TransferSettings.From(root.Section("transfers")),
            Uploads = PaceSettings.From(root.Section("uploads")) with { ParkAfter = parkAfter },
            Downloads = PaceSettings.From(root.Section("downloads")) with { ParkAfter = parkAfter },
            Configuration = configuration,
        };
        return settings.Backends.ContainsKey(settings.DefaultBackend)
            ? settings
            : throw new SettingsException($"storagex.backend: \"{settings.DefaultBackend}\" is none of the configured backends ({string.Join(", ", settings.Backends.Keys)})");
    }

    private static IReadOnlyList<string> FetchHostsIn(SettingsSection section) =>
        [.. section.Texts("hosts").Select(text => HostRule.TryParse(text, out _) ? text : throw section.Wrong("hosts", $"\"{text}\" is no host, such as nas.lan or 192.168.1.5:8080"))];
}
