namespace StorageX;

/// <summary>
/// Sets of images that stand one after the other in a file: its root, the texts of its manifest, then its pieces, each for itself or a group
/// with its parity.
/// </summary>
/// <param name="Sets">How many sets they are, 1 or more.</param>
/// <param name="State">How the worst of them is.</param>
/// <param name="SpareImages">How many more images the weakest of them may lose, 0 or more; null where one cannot be restored now.</param>
public sealed record HealthStretch(int Sets, HealthState State, int? SpareImages)
{
    /// <summary>Both as one.</summary>
    internal HealthStretch With(HealthStretch other) => new(
        Sets + other.Sets,
        State > other.State ? State : other.State,
        SpareImages is { } own && other.SpareImages is { } others ? Math.Min(own, others) : null);
}
