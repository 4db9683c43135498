using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using StorageX.Buffers;
using StorageX.Files;
using StorageX.Images;
using StorageX.Images.Png;

namespace StorageX.Backends;

/// <summary>Tells a whole image file from one that was cut short, which the file system cannot.</summary>
internal static class StoredFile
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    // A chunk's length, with its type, and its checksum.
    private const int ChunkLength = 4;
    private const int ChunkHead = 8;
    private const int ChunkTail = 4;

    /// <summary>
    /// Requires that a file named by a digest either is a PNG from its signature to its end (it may have been encoded
    /// again since, without loss), or has the bytes that it is named by. Any other name promises nothing.
    /// </summary>
    /// <exception cref="BackendException">It is neither.</exception>
    public static void RequireWhole(string path, ReadOnlySpan<byte> image)
    {
        if (!IsNamedByDigest(path))
            return;
        if (image.StartsWith(PngFormat.Signature) && image.EndsWith(PngFormat.End))
            return;
        if (!HasDigest(path, image))
            throw new BackendException(BackendErrorKind.Corrupt, $"{path}: the file has been cut short or altered: it is neither the {image.Length} bytes it is named by nor a whole PNG");
    }

    /// <summary>An image that is whole, as <see cref="RequireWhole"/> has it; any other is disposed.</summary>
    /// <exception cref="BackendException">It is not.</exception>
    public static PooledBytes Whole(string path, PooledBytes image)
    {
        try
        {
            RequireWhole(path, image.Span);
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether the file is there and nothing in it has changed by accident: a PNG named by a digest has chunks that follow each other to
    /// its end, each with its CRC (PNG third edition, sections 5.3 and 5.5), any other file of such a name has the bytes that it is named by,
    /// and another name promises nothing. Whether it is the picture that was stored, only opening it tells.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most bytes that it may have.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static Task<bool> IsSoundAsync(string path, long maxBytes, CancellationToken cancel) =>
        IsThereAsync(path, length => length <= maxBytes, image => IsSound(path, image.Span), cancel);

    /// <summary>Whether the file is there with these very bytes; one that was cut short or has decayed does not count.</summary>
    public static Task<bool> HoldsAsync(string path, ReadOnlyMemory<byte> image, CancellationToken cancel) =>
        IsThereAsync(path, length => length == image.Length, stored => stored.Span.SequenceEqual(image.Span), cancel);

    private static async Task<bool> IsThereAsync(string path, Func<long, bool> fits, Func<PooledBytes, bool> isRight, CancellationToken cancel)
    {
        // Most images are new: an exception for each would be the dearest part of storing it.
        if (!File.Exists(path) || FileFacts.IsSpecial(path))
            return false;
        try
        {
            using var file = FileDoor.Kept(path);
            var length = RandomAccess.GetLength(file);
            if (!fits(length))
                return false;
            using var image = PooledBytes.Rent((int)length);
            return await FileBytes.TryReadAsync(file, image.Memory, 0, cancel) && isRight(image);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsNamedByDigest(ReadOnlySpan<char> path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name.Length == 2 * SHA256.HashSizeInBytes && !name.ContainsAnyExcept(HexDigits);
    }

    private static bool HasDigest(ReadOnlySpan<char> path, ReadOnlySpan<byte> image) =>
        Path.GetFileNameWithoutExtension(path).SequenceEqual(Convert.ToHexStringLower(SHA256.HashData(image)));

    private static bool IsSound(string path, ReadOnlySpan<byte> image) =>
        !IsNamedByDigest(path) || (image.StartsWith(PngFormat.Signature) ? HasSoundChunks(image[PngFormat.Signature.Length..]) : HasDigest(path, image));

    private static bool HasSoundChunks(ReadOnlySpan<byte> chunks)
    {
        while (chunks.Length >= ChunkHead + ChunkTail)
        {
            var end = ChunkHead + (long)BinaryPrimitives.ReadUInt32BigEndian(chunks);
            if (end > chunks.Length - ChunkTail)
                return false;
            var chunk = chunks[..(int)end];
            if (Crc32.Compute(chunk[ChunkLength..]) != BinaryPrimitives.ReadUInt32BigEndian(chunks[(int)end..]))
                return false;
            chunks = chunks[((int)end + ChunkTail)..];
            if (chunk[ChunkLength..].SequenceEqual("IEND"u8))
                return chunks.IsEmpty;
        }

        return false;
    }
}
