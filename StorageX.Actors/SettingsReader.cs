using StorageX.Backends;
using StorageX.Pacing;
using StorageX.Settings.Hocon;

namespace StorageX;

/// <summary>Reads settings from configuration texts, and checks each value.</summary>
internal static class SettingsReader
{
    /// <summary>The texts as one configuration.</summary>
    /// <param name="layers">The texts, the strongest first.</param>
    /// <exception cref="SettingsException">A text is not HOCON.</exception>
    private static HoconConfig Merge(IEnumerable<ConfigurationText> layers) => layers
        .Select(Parse)
        .Aggregate((stronger, weaker) => stronger.WithFallback(weaker));

    /// <summary>The settings in the texts.</summary>
    /// <param name="layers">The texts, the strongest first; the last one has every setting.</param>
    /// <param name="profiles">Backends that stand in files of their own; a text that has the same name wins.</param>
    /// <exception cref="SettingsException">A text is not HOCON, or a value is not what it should be.</exception>
    public static StorageXSettings Read(IReadOnlyList<ConfigurationText> layers, IReadOnlyDictionary<string, BackendSettings> profiles)
    {
        var configuration = Merge(layers);
        var root = new SettingsSection(configuration, "storagex");
        root.RequireOnly("format", "compression", "data", "catalogue", "piece", "backend", "backends", "fetch", "transfers", "uploads", "downloads", "daemon");
        var piece = root.Section("piece");
        piece.RequireOnly("width", "height");
        var backends = root.Section("backends");
        var parkAfter = root.Section("transfers").Duration("park-after");
        var settings = new StorageXSettings
        {
            PieceWidth = piece.Whole("width", StorageXSettings.MinSide, StorageXSettings.MaxSide),
            PieceHeight = piece.Whole("height", StorageXSettings.MinSide, StorageXSettings.MaxSide),
            Format = root.Whole("format", 1, 2),
            Compression = root.Switch("compression", absent: true),
            DataDirectory = ReadData(root),
            CheckAfter = ReadCatalogue(root.Section("catalogue")),
            DefaultBackend = root.Text("backend"),
            Backends = backends.Keys.Select(name => KeyValuePair.Create(name, BackendSettings.Read(backends.Section(name)))).UnionBy(profiles, backend => backend.Key).ToDictionary(),
            FetchHosts = ReadFetch(root.Section("fetch")),
            Transfers = ReadTransfers(root.Section("transfers")),
            Uploads = ReadPace(root.Section("uploads")) with { ParkAfter = parkAfter },
            Downloads = ReadPace(root.Section("downloads")) with { ParkAfter = parkAfter },
            Daemon = ReadDaemon(root.Section("daemon"), ReadData(root)),
            Configuration = configuration,
        };
        return settings.Backends.ContainsKey(settings.DefaultBackend)
            ? settings
            : throw new SettingsException($"storagex.backend: \"{settings.DefaultBackend}\" is none of the configured backends ({string.Join(", ", settings.Backends.Keys)})");
    }

    private static HoconConfig Parse(ConfigurationText layer)
    {
        try
        {
            return HoconConfig.Parse(layer.Hocon, name => Include(layer.Source, name));
        }
        catch (Exception error)
        {
            throw new SettingsException($"{layer.Source}: {error.Message}", error);
        }
    }

    /// <summary>A file that another one includes; its name is relative to that one's directory.</summary>
    private static HoconRoot Include(string from, string name)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(from))!, name);
        return HoconParser.Parse(File.ReadAllText(path), inner => Include(path, inner));
    }

    private static TransferSettings ReadTransfers(SettingsSection section)
    {
        section.RequireOnly("running", "credits", "credits-in-all", "encoders", "decoders", "piece-attempts", "park-after", "drain-timeout");
        return new TransferSettings(
            section.Whole("running", 1, 1000),
            section.Whole("credits", 1, 10_000),
            OrProcessors(section.Whole("encoders", 0, 1000)),
            OrProcessors(section.Whole("decoders", 0, 1000)),
            section.Whole("piece-attempts", 1, 100),
            section.Duration("drain-timeout"),
            section.Whole("credits-in-all", 1, 100_000));
    }

    private static DaemonSettings ReadDaemon(SettingsSection section, string data)
    {
        section.RequireOnly("listen", "hosts", "roots", "jobs", "waiting", "keep", "drain-timeout", "token-file", "max-upload", "shares", "telemetry");
        var listen = section.Text("listen");
        return new DaemonSettings
        {
            Listen = Uri.TryCreate(listen, UriKind.Absolute, out var uri) && uri is { Scheme: "http", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
                ? uri
                : throw section.Wrong("listen", "a URL such as http://127.0.0.1:7117 is expected here"),
            Hosts = section.Texts("hosts"),
            Roots = section.Texts("roots").Select(root => Path.IsPathFullyQualified(root) ? Path.GetFullPath(root) : throw section.Wrong("roots", $"\"{root}\" is no absolute path")).ToList(),
            Jobs = section.Whole("jobs", 1, 1000),
            Waiting = section.Whole("waiting", 1, 1_000_000),
            Keep = section.Whole("keep", 0, 1_000_000),
            DrainTimeout = section.Duration("drain-timeout"),
            TokenFile = section.Text("token-file") switch
            {
                "" => Path.Combine(data, "daemon", "token"),
                var path when Path.IsPathFullyQualified(path) => path,
                _ => throw section.Wrong("token-file", "an absolute path is expected here, or nothing for the default"),
            },
            MaxUpload = ByteSize.Parse(section.Text("max-upload")) ?? throw section.Wrong("max-upload", "a size such as 100GB is expected here"),
            Shares = ReadShares(section.Section("shares")),
            Telemetry = ReadTelemetry(section.Section("telemetry")),
        };
    }

    private static ShareSettings ReadShares(SettingsSection section)
    {
        section.RequireOnly("public-url", "streams");
        return new ShareSettings(UrlOrNone(section, "public-url", "https://files.example.org"), section.Whole("streams", 1, 10_000));
    }

    private static TelemetrySettings ReadTelemetry(SettingsSection section)
    {
        section.RequireOnly("otlp", "otlp-interval", "logs");
        return new TelemetrySettings(
            UrlOrNone(section, "otlp", "http://127.0.0.1:4318"),
            section.Duration("otlp-interval"),
            section.Text("logs") switch
            {
                "text" => false,
                "json" => true,
                _ => throw section.Wrong("logs", "text or json is expected here"),
            });
    }

    private static Uri? UrlOrNone(SettingsSection section, string name, string example)
    {
        var text = section.Text(name);
        if (text.Length == 0)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
            ? url
            : throw section.Wrong(name, $"a URL such as {example} is expected here, or nothing");
    }

    private static string ReadData(SettingsSection section) => section.Text("data") switch
    {
        "" => SettingsFiles.DefaultData(),
        var path when Path.IsPathFullyQualified(path) => path,
        _ => throw section.Wrong("data", "an absolute path is expected here, or nothing for the default"),
    };

    private static TimeSpan ReadCatalogue(SettingsSection section)
    {
        section.RequireOnly("check-after");
        return section.Duration("check-after");
    }

    private static IReadOnlyList<string> ReadFetch(SettingsSection section)
    {
        section.RequireOnly("hosts");
        return section.Texts("hosts");
    }

    private static int OrProcessors(int count) => count == 0 ? Environment.ProcessorCount : count;

    private static PaceSettings ReadPace(SettingsSection section)
    {
        section.RequireOnly("permits", "rate", "limit-rate", "attempts", "request-timeout", "backoff");
        var backoff = section.Section("backoff");
        backoff.RequireOnly("min", "max", "jitter");
        var (min, max) = (backoff.Duration("min"), backoff.Duration("max"));
        if (min > max)
            throw backoff.Wrong("min", "is longer than max");
        return new PaceSettings
        {
            Permits = section.Whole("permits", 1, 1000),
            Rate = section.Real("rate", 0, 1_000_000),
            LimitRate = RateSchedule.Parse(section.Text("limit-rate")) ?? throw section.Wrong("limit-rate", "off, a size such as 2MB, or a timetable such as \"08:00,512K 18:00,off\" is expected here"),
            Attempts = section.Whole("attempts", 1, 1000),
            RequestTimeout = section.Duration("request-timeout"),
            BackoffMin = min,
            BackoffMax = max,
            BackoffJitter = backoff.Real("jitter", 0, 1),
        };
    }
}
