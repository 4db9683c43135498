using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace StorageX;

/// <summary>
/// How much is added so that lost images can be restored: every <see cref="Data"/> pieces make a group with <see cref="Parity"/> more,
/// and any <see cref="Parity"/> pieces of a group may be lost. Written "10+4".
/// </summary>
public sealed record ParityScheme
{
    /// <summary>The most pieces of a group, data and parity together: the field of the code has 256 elements, and FORMAT.md keeps to 255.</summary>
    public const int MostPieces = 255;

    private const string Form = "parity is DATA+PARITY pieces, such as 10+4";

    /// <summary>A scheme of so many pieces.</summary>
    /// <param name="data">Pieces of data in a full group, 1 or more.</param>
    /// <param name="parity">Pieces of parity in a group, 1 or more; with <paramref name="data"/> at most <see cref="MostPieces"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too few or too many pieces.</exception>
    public ParityScheme(int data, int parity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(data, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(parity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)data + parity, MostPieces, nameof(parity));
        (Data, Parity) = (data, parity);
    }

    /// <summary>Pieces of data in a full group, 1 to 254; the last group of a file may have fewer.</summary>
    public int Data { get; }

    /// <summary>Pieces of parity in every group, 1 to 254, also in one that has less data.</summary>
    public int Parity { get; }

    /// <summary>Pieces of a full group, 2 to <see cref="MostPieces"/>.</summary>
    public int Pieces => Data + Parity;

    /// <summary>Reads "10+4".</summary>
    /// <exception cref="SettingsException">It is something else, or too few or too many pieces; the message says what is expected.</exception>
    public static ParityScheme Parse(string text) => TryParse(text, out var scheme, out var problem) ? scheme : throw new SettingsException(problem);

    /// <summary>Reads "10+4".</summary>
    /// <param name="text">The text.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="problem">Where there is none: what is wrong, and what is expected, on one line.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ParityScheme? scheme, [NotNullWhen(false)] out string? problem)
    {
        scheme = null;
        problem = null;
        var parts = (text ?? "").Split('+');
        if (parts.Length != 2 || !TryCount(parts[0], out var data) || !TryCount(parts[1], out var parity))
            problem = $"\"{text}\": {Form}";
        else if (data < 1 || parity < 1)
            problem = $"\"{text}\": {Form}, of each 1 or more";
        else if ((long)data + parity > MostPieces)
            problem = $"\"{text}\": {Form}, {MostPieces} together at most";
        else
            scheme = new ParityScheme(data, parity);
        return scheme is not null;
    }

    /// <summary>As it is written: "10+4".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Data}+{Parity}");

    private static bool TryCount(string text, out int count) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out count);
}
