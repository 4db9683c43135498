using StorageX.Settings;

namespace StorageX.Host.Contract;

/// <summary>How <c>storagex daemon</c> works; <c>akka.hocon</c> explains each value.</summary>
internal sealed record DaemonSettings
{
    /// <summary>Where it listens: an http URL with an address and a port; port 0 for any free one.</summary>
    public required Uri Listen { get; init; }

    /// <summary>Names it may be asked by besides those of this machine.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Directories that jobs may read from and write to, as full paths.</summary>
    public required IReadOnlyList<string> Roots { get; init; }

    /// <summary>How many jobs run at once, 1 or more.</summary>
    public required int Jobs { get; init; }

    /// <summary>How many jobs may wait, 1 or more.</summary>
    public required int Waiting { get; init; }

    /// <summary>How many jobs that have ended are remembered, 0 or more; older ones are forgotten.</summary>
    public required int Keep { get; init; }

    /// <summary>How long running jobs may go on after the daemon was asked to end.</summary>
    public required TimeSpan DrainTimeout { get; init; }

    /// <summary>The file with the token.</summary>
    public required string TokenFile { get; init; }

    /// <summary>The largest file that is taken as a request's body, in bytes.</summary>
    public required long MaxUpload { get; init; }

    /// <summary>How much of it those may take up who have not shown the token.</summary>
    public required LimitSettings Limits { get; init; }

    /// <summary>How files are shared.</summary>
    public required ShareSettings Shares { get; init; }

    /// <summary>How it cares on its own for what was uploaded.</summary>
    public required CareSettings Care { get; init; }

    /// <summary>What it tells about itself.</summary>
    public required TelemetrySettings Telemetry { get; init; }

    /// <summary>Reads <c>storagex.daemon</c>.</summary>
    /// <param name="settings">The settings whose configuration has it.</param>
    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    public static DaemonSettings Of(StorageXSettings settings)
    {
        var section = new SettingsSection(settings.Configuration, "storagex.daemon");
        section.RequireOnly("listen", "hosts", "roots", "jobs", "waiting", "keep", "drain-timeout", "token-file", "max-upload", "limits", "shares", "care", "telemetry");
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
            TokenFile = section.FullPath("token-file", Path.Combine(settings.DataDirectory, "daemon", "token")),
            MaxUpload = ByteSize.Parse(section.Text("max-upload")) ?? throw section.Wrong("max-upload", "a size such as 100GB is expected here"),
            Limits = LimitSettings.From(section.Section("limits")),
            Shares = ShareSettings.From(section.Section("shares")),
            Care = CareSettings.From(section.Section("care")),
            Telemetry = TelemetrySettings.From(section.Section("telemetry")),
        };
    }
}

/// <summary>What the daemon tells about itself.</summary>
/// <param name="Otlp">The OpenTelemetry collector that figures are sent to; null for none.</param>
/// <param name="OtlpInterval">How often they are sent.</param>
/// <param name="JsonLogs">Whether the log is JSON.</param>
internal sealed record TelemetrySettings(Uri? Otlp, TimeSpan OtlpInterval, bool JsonLogs)
{
    /// <summary>Reads <c>storagex.daemon.telemetry</c>.</summary>
    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    public static TelemetrySettings From(SettingsSection section)
    {
        section.RequireOnly("otlp", "otlp-interval", "logs");
        return new TelemetrySettings(
            section.UrlOrNone("otlp", "http://127.0.0.1:4318"),
            section.Duration("otlp-interval"),
            section.Text("logs") switch
            {
                "text" => false,
                "json" => true,
                _ => throw section.Wrong("logs", "text or json is expected here"),
            });
    }
}

/// <summary>How files are shared.</summary>
/// <param name="PublicUrl">What the URLs begin with; null for the address that they were asked for at.</param>
/// <param name="Streams">How many requests are served at once, over all shares, 1 or more; those with the token come on top.</param>
/// <param name="StreamsPerAddress">How many of those come from one address, 1 or more.</param>
/// <param name="StallTimeout">How long a reader may take nothing of what is sent to it.</param>
internal sealed record ShareSettings(Uri? PublicUrl, int Streams, int StreamsPerAddress, TimeSpan StallTimeout)
{
    /// <summary>Reads <c>storagex.daemon.shares</c>.</summary>
    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    public static ShareSettings From(SettingsSection section)
    {
        section.RequireOnly("public-url", "streams", "streams-per-address", "stall-timeout");
        return new ShareSettings(
            section.UrlOrNone("public-url", "https://files.example.org"), section.Whole("streams", 1, 10_000), section.Whole("streams-per-address", 1, 10_000), section.Duration("stall-timeout"));
    }
}
