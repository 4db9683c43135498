namespace StorageX.Pieces;

/// <summary>How a file of a known size is cut.</summary>
internal static class PieceGeometry
{
    /// <summary>How many pieces of <paramref name="capacity"/> bytes a file of <paramref name="size"/> bytes has; none for an empty one.</summary>
    /// <exception cref="OverflowException">More pieces than an <see cref="int"/> counts.</exception>
    public static int Count(long size, int capacity) => checked((int)((size + capacity - 1) / capacity));
}
