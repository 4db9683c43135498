using StorageX.Settings;

namespace StorageX;

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

    /// <summary>Reads <c>storagex.transfers</c>.</summary>
    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    internal static TransferSettings From(SettingsSection section)
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

    private static int OrProcessors(int count) => count == 0 ? Environment.ProcessorCount : count;
}
