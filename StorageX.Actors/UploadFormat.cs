using StorageX.Containers;
using StorageX.Pieces;

namespace StorageX;

/// <summary>How the pieces of an upload become images, as its options and the settings say.</summary>
internal static class UploadFormat
{
    /// <summary>The format.</summary>
    /// <exception cref="SettingsException">The options contradict each other, or there is no such format.</exception>
    public static PieceFormat Of(UploadOptions? options, StorageXSettings settings) =>
        settings.Compression ? Chosen(options, settings) : Chosen(options, settings).Uncompressed();

    private static PieceFormat Chosen(UploadOptions? options, StorageXSettings settings) => (options?.Format ?? settings.Format) switch
    {
        1 when options is { Public: true } or { PrivatePieces: true } => throw new SettingsException("format 1 is always public, and has no private pieces; use format 2"),
        1 => PieceFormat.Format1,
        2 when options is { Public: true, PrivatePieces: true } => throw new SettingsException("pieces are either public or private, not both"),
        2 when options is { Public: true } => PieceFormat.Public,
        2 when options is { PrivatePieces: true } => PieceFormat.Unlinked,
        2 => PieceFormat.Private(UserSecret.LoadOrCreate(SecretFile.PathIn(settings))),
        var other => throw new SettingsException($"format {other}: there are 1 and 2"),
    };
}
