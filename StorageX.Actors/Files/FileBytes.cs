using Microsoft.Win32.SafeHandles;

namespace StorageX.Files;

/// <summary>Reads files by their handles.</summary>
internal static class FileBytes
{
    /// <summary>Fills a buffer from a place in a file; false if the file ends before.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<bool> TryReadAsync(SafeFileHandle file, Memory<byte> buffer, long offset, CancellationToken cancel)
    {
        for (var read = 0; read < buffer.Length;)
        {
            var count = await RandomAccess.ReadAsync(file, buffer[read..], offset + read, cancel);
            if (count == 0)
                return false;
            read += count;
        }

        return true;
    }
}
