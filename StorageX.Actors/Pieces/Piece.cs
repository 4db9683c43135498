using StorageX.Buffers;

namespace StorageX.Pieces;

/// <summary>A piece of a file on its way. Whoever holds it owns its bytes.</summary>
/// <param name="Seq">Its place in the file, from 0.</param>
/// <param name="Offset">Where its bytes stand in the file.</param>
/// <param name="Bytes">Its bytes.</param>
internal sealed record Piece(int Seq, long Offset, PooledBytes Bytes);
