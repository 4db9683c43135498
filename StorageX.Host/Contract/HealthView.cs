namespace StorageX.Host.Contract;

/// <summary>What a look at every image of a file has found.</summary>
/// <param name="State">whole, weakened, unreachable (what is missing may be on hosts that could not be asked) or notRestorable.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Size">The file's size in bytes.</param>
/// <param name="Pieces">How many pieces it has.</param>
/// <param name="HasParity">Whether its pieces stand in groups, each with parity.</param>
/// <param name="Compared">Whether the images were fetched and compared; otherwise their hosts were only asked whether they exist.</param>
/// <param name="Total">What all hosts together should have and have.</param>
/// <param name="Hosts">What each host should have and has.</param>
/// <param name="SpareImages">How many more images may be lost, whichever they are; null where the file cannot be restored now.</param>
/// <param name="SpareHosts">How many more hosts may be lost, whichever they are; null where the file cannot be restored now.</param>
/// <param name="GonePieces">How many pieces are gone for good.</param>
/// <param name="GoneBytes">How many bytes of the file those are.</param>
/// <param name="Gone">Those pieces, the first of them.</param>
/// <param name="Stretches">How its groups of images are, in its order: 256 stretches at most.</param>
internal sealed record HealthView(
    string State, string Name, long Size, int Pieces, bool HasParity, bool Compared, HostHealth Total, IReadOnlyList<HostHealth> Hosts, int? SpareImages, int? SpareHosts,
    int GonePieces, long GoneBytes, IReadOnlyList<GonePiece> Gone, IReadOnlyList<StretchView> Stretches)
{
    /// <summary>How many pieces that are gone a daemon lists.</summary>
    public const int MostGone = 1000;

    /// <summary>A report as it is told.</summary>
    /// <param name="report">The report.</param>
    /// <param name="mostGone">How many pieces that are gone are listed.</param>
    public static HealthView Of(HealthReport report, int mostGone = int.MaxValue) => new(
        HealthWords.Of(report.State), report.Manifest.FileName, report.Manifest.Size, report.Manifest.PieceCount, report.Manifest.Parity is not null, !report.ExistenceOnly,
        report.InAll, report.Hosts, report.SpareImages, report.SpareHosts, report.Gone.Count, report.Gone.Sum(piece => (long)piece.Size), [.. report.Gone.Take(mostGone)],
        [.. report.Stretches.Select(stretch => new StretchView(stretch.Sets, HealthWords.Of(stretch.State), stretch.SpareImages))]);

    /// <summary>The same without its lists.</summary>
    public HealthSummary Summary() => new(State, Compared, Total.Images, Total.There, Total.Lost, Total.Altered, Total.Unknown, GonePieces, SpareImages, SpareHosts);
}

/// <summary>Sets of images that stand one after the other: the root, texts of manifests, then pieces, each for itself or a group with its parity.</summary>
/// <param name="Sets">How many sets they are.</param>
/// <param name="State">How the worst of them is: whole, weakened, unreachable or notRestorable.</param>
/// <param name="SpareImages">How many more images the weakest of them may lose; null where one cannot be restored now.</param>
internal sealed record StretchView(int Sets, string State, int? SpareImages);

/// <summary>What a look at a file has found, in short.</summary>
/// <param name="State">whole, weakened, unreachable or notRestorable.</param>
/// <param name="Compared">Whether the images were fetched and compared.</param>
/// <param name="Images">How many images there should be.</param>
/// <param name="There">How many are there.</param>
/// <param name="Lost">How many are lost.</param>
/// <param name="Altered">How many have other bytes.</param>
/// <param name="Unknown">How many could not be asked for.</param>
/// <param name="GonePieces">How many pieces are gone for good.</param>
/// <param name="SpareImages">How many more images may be lost, whichever they are; null where the file cannot be restored now.</param>
/// <param name="SpareHosts">How many more hosts may be lost, whichever they are; null where the file cannot be restored now.</param>
internal sealed record HealthSummary(
    string State, bool Compared, long Images, long There, long Lost, long Altered, long Unknown, int GonePieces, int? SpareImages, int? SpareHosts);
