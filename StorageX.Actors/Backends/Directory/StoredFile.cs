using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using StorageX.Buffers;

namespace StorageX.Backends;

/// <summary>Tells a whole image file from one that was cut short, which the file system cannot.</summary>
internal static class StoredFile
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> End => [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];

    /// <summary>
    /// Requires that a file named by a digest either is a PNG from its signature to its end (it may have been encoded
    /// again since, without loss), or has the bytes that it is named by. Any other name promises nothing.
    /// </summary>
    /// <exception cref="BackendException">It is neither.</exception>
    public static void RequireWhole(string path, ReadOnlySpan<byte> image)
    {
        var name = Path.GetFileNameWithoutExtension(path.AsSpan());
        if (name.Length != 2 * SHA256.HashSizeInBytes || name.ContainsAnyExcept(HexDigits))
            return;
        if (image.StartsWith(Signature) && image.EndsWith(End))
            return;
        if (!name.SequenceEqual(Convert.ToHexStringLower(SHA256.HashData(image))))
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

    /// <summary>Whether the file is there with these very bytes; one that was cut short or has decayed does not count.</summary>
    public static async Task<bool> HoldsAsync(string path, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        // Most images are new: an exception for each would be the dearest part of storing it.
        if (!File.Exists(path))
            return false;
        try
        {
            using var file = File.OpenHandle(path);
            if (RandomAccess.GetLength(file) != image.Length)
                return false;
            using var stored = PooledBytes.Rent(image.Length);
            return await TryReadAsync(file, stored.Memory, cancel) && stored.Span.SequenceEqual(image.Span);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Fills a buffer from the file's start; false if the file ends before.</summary>
    public static async Task<bool> TryReadAsync(SafeFileHandle file, Memory<byte> buffer, CancellationToken cancel)
    {
        for (var read = 0; read < buffer.Length;)
        {
            var count = await RandomAccess.ReadAsync(file, buffer[read..], read, cancel);
            if (count == 0)
                return false;
            read += count;
        }

        return true;
    }
}
