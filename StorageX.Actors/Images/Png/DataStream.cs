using StorageX.Streams;

namespace StorageX.Images.Png;

/// <summary>The data of a file's IDAT chunks as one stream. The file stays pinned while it is read.</summary>
internal sealed unsafe class DataStream(byte* file, IReadOnlyList<ChunkData> chunks) : ReadOnlyStream
{
    private int _chunk;
    private int _done;

    /// <summary>
    /// Whether someone tried to read on after the end. A zlib stream says where it ends; .NET's reader of it takes a
    /// stream that lacks its checksum for a whole one, but not without asking for more.
    /// </summary>
    public bool WasTooShort { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        for (; _chunk < chunks.Count; _chunk++, _done = 0)
        {
            var chunk = chunks[_chunk];
            var count = Math.Min(buffer.Length, chunk.Length - _done);
            if (count == 0 && !buffer.IsEmpty)
                continue;
            new ReadOnlySpan<byte>(file + chunk.Start + _done, count).CopyTo(buffer);
            _done += count;
            return count;
        }

        WasTooShort = true;
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
}
