using StorageX.Backends;
using StorageX.Backends.Http;
using StorageX.Containers;
using StorageX.Pacing;

namespace StorageX;

/// <summary>A typed view of <c>akka.hocon</c>, whose comments explain each value.</summary>
public sealed record StorageXSettings
{
    /// <summary>The smallest side of a full piece's canvas, in pixels.</summary>
    public const int MinSide = 16;

    /// <summary>The largest side of a full piece's canvas, in pixels.</summary>
    public const int MaxSide = 16384;

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

    /// <summary>How the daemon works.</summary>
    public required DaemonSettings Daemon { get; init; }

    /// <summary>The configuration texts these settings were read from, the strongest first.</summary>
    internal IReadOnlyList<ConfigurationText> Layers { get; init; } = [];

    /// <summary>
    /// Reads the settings: the built-in <c>akka.hocon</c>, overridden by the one beside the program, by
    /// <c>~/.config/storagex/akka.hocon</c>, by the file that <c>$STORAGEX_CONFIG</c> names, and by <paramref name="configFile"/>;
    /// and the uploader profiles that were imported.
    /// </summary>
    /// <param name="configFile">One more file, the strongest; null for none.</param>
    /// <exception cref="SettingsException">A file cannot be read, or a value is not what it should be.</exception>
    public static StorageXSettings Load(string? configFile = null) => SettingsReader.Read(SettingsFiles.Find(configFile), ProfileStore.Default().Load());

    /// <summary>Reads the settings of one configuration text over the built-in defaults, and looks at no file.</summary>
    /// <param name="hocon">The text.</param>
    /// <exception cref="SettingsException">The text is not HOCON, or a value is not what it should be.</exception>
    public static StorageXSettings Parse(string hocon) => SettingsReader.Read([new("the given text", hocon), SettingsFiles.BuiltIn()], new Dictionary<string, BackendSettings>());
}

/// <summary>How transfers run.</summary>
/// <param name="Running">How many run at once, 1 or more.</param>
/// <param name="Credits">How many pieces of one transfer are in memory at once, 1 or more; a host that takes more requests at once raises it.</param>
/// <param name="Encoders">Encoders of one upload, 1 or more.</param>
/// <param name="Decoders">Decoders of one download, 1 or more.</param>
/// <param name="PieceAttempts">How often one piece is begun, 1 or more.</param>
/// <param name="DrainTimeout">How long an ending transfer waits for its requests.</param>
/// <param name="CreditsInAll">How many pieces of all transfers are in memory at once, 1 or more; each transfer has one in any case.</param>
public sealed record TransferSettings(
    int Running, int Credits, int Encoders, int Decoders, int PieceAttempts, TimeSpan DrainTimeout, int CreditsInAll = int.MaxValue)
{
    /// <summary>The credits of a transfer whose host takes so many requests at once: half as many again, so that the next piece is ready when a request ends.</summary>
    internal int CreditsFor(int permits) => Math.Max(Credits, permits + ((permits + 1) / 2));
}

/// <summary>The configuration is not what it should be.</summary>
/// <param name="message">One line: the file or the key, and what is expected there.</param>
/// <param name="inner">The exception under it, if any.</param>
public sealed class SettingsException(string message, Exception? inner = null) : Exception(SecretText.Cut(message), inner);

/// <summary>A configuration text and where it came from.</summary>
internal sealed record ConfigurationText(string Source, string Hocon);
