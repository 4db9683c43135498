using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;

namespace StorageX.Examining;

/// <summary>A piece of a set, of which there are one or more images.</summary>
/// <param name="Piece">What its images must carry, and where they are.</param>
/// <param name="Opening">How they are opened.</param>
/// <param name="MaxCanvasBytes">The most bytes that their canvas may carry.</param>
/// <param name="Kind">What it is.</param>
internal sealed record SetMember(ManifestPiece Piece, PieceOpening Opening, int MaxCanvasBytes, SetMember.Role Kind)
{
    /// <summary>What a piece is to the file.</summary>
    public enum Role
    {
        /// <summary>The root manifest.</summary>
        Root,

        /// <summary>A part of the file.</summary>
        File,

        /// <summary>A part of a manifest's text, or parity.</summary>
        Other,
    }

    /// <summary>The root that a key leads to.</summary>
    public static SetMember Root(ShareKey key, ManifestPiece root) => new(root, PieceOpening.Root(key), (int)CanvasSize.MaxRaster, Role.Root);

    /// <summary>A piece that a manifest lists.</summary>
    public static SetMember Data(Manifest manifest, ManifestPiece piece) =>
        new(piece, PieceOpening.Of(manifest, piece), MostOf(manifest), manifest.Level == 0 ? Role.File : Role.Other);

    /// <summary>A piece of the parity of a group.</summary>
    public static SetMember Parity(Manifest manifest, ParityPiece parity)
    {
        var piece = parity.ToPiece(0);
        return new SetMember(piece, PieceOpening.Parity(piece), MostOf(manifest), Role.Other);
    }

    private static int MostOf(Manifest manifest) => (int)Math.Min(new CanvasSize(manifest.PieceWidth, manifest.PieceHeight).Capacity, CanvasSize.MaxRaster);
}
