namespace StorageX.Catalogue;

/// <summary>A value that can be missing where the catalogue could not be asked.</summary>
/// <param name="Value">The value.</param>
internal sealed record Boxed<T>(T Value)
    where T : struct;

/// <summary>Makes them.</summary>
internal static class Boxed
{
    /// <summary>One with this value.</summary>
    public static Boxed<T> Of<T>(T value)
        where T : struct => new(value);
}
