using System.Buffers;
using System.IO.Compression;
using StorageX.Buffers;

namespace StorageX.Containers;

/// <summary>A body compressed with Brotli (RFC 7932), where that makes it shorter by 3 % or more.</summary>
internal static class BrotliBody
{
    private const int Quality = 1;
    private const int WindowBits = 22;

    /// <summary>Compresses into <paramref name="room"/>.</summary>
    /// <param name="raw">What is compressed.</param>
    /// <param name="room">As many bytes or more.</param>
    /// <returns>Bytes written; null where compression does not pay, and then the room holds nothing of use.</returns>
    public static int? TryCompress(ReadOnlySpan<byte> raw, Span<byte> room)
    {
        var most = raw.Length - ((raw.Length * 3L) + 99) / 100;
        if (most < 1 || RandomnessSample.LooksRandom(raw))
            return null;
        return BrotliEncoder.TryCompress(raw, room[..(int)most], out var written, Quality, WindowBits) ? written : null;
    }

    /// <summary>The raw bytes; the caller disposes them. No memory is taken beyond theirs and the decoder's window.</summary>
    /// <param name="body">One Brotli stream and nothing after it.</param>
    /// <param name="rawLength">How many bytes it must give.</param>
    /// <exception cref="ContainerException">It is no such stream, or gives another number of bytes.</exception>
    public static PooledBytes Decompress(ReadOnlySpan<byte> body, int rawLength)
    {
        var raw = PooledBytes.Rent(rawLength);
        using var decoder = new BrotliDecoder();
        var status = decoder.Decompress(body, raw.Span, out var consumed, out var written);
        if (status == OperationStatus.Done && consumed == body.Length && written == rawLength)
            return raw;
        raw.Dispose();
        throw new ContainerException($"a container whose body does not decompress to the {rawLength} bytes that its header announces")
        {
            Defect = ContainerDefect.Compression,
        };
    }
}
