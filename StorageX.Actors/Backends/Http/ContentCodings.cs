using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using StorageX.Buffers;

namespace StorageX.Backends.Http;

/// <summary>
/// Undoes the compression of answers (RFC 9110, section 8.4), which no request of this program asks for, but which servers, and what
/// stands before them, do all the same; and say of what they have not done.
/// </summary>
internal static class ContentCodings
{
    private const int MostLayers = 3;

    private static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B];

    /// <summary>The body as it was before it was compressed; the given one is the caller's no more.</summary>
    /// <param name="codings">What the answer says was done to it, in order. What is no compression that is known counts for nothing.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="most">The most bytes that are taken.</param>
    /// <param name="where">What is read, for errors.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="BackendException">It is longer, or cut short.</exception>
    public static async Task<PooledBytes> UndoAsync(IEnumerable<string> codings, PooledBytes body, long most, string where, CancellationToken cancel)
    {
        foreach (var coding in codings.Reverse().Take(MostLayers))
        {
            if (body.Length > sizeof(uint) && Opener(coding.Trim().ToLowerInvariant(), body) is { } opener)
                body = await OpenedAsync(opener, coding, body, most, where, cancel);
        }

        return body;
    }

    private static async Task<PooledBytes> OpenedAsync(Func<Stream, Stream> opener, string coding, PooledBytes body, long most, string where, CancellationToken cancel)
    {
        var isOurs = true;
        try
        {
            _ = MemoryMarshal.TryGetArray<byte>(body.Memory, out var array);
            await using var opened = opener(new MemoryStream(array.Array!, array.Offset, array.Count, writable: false));
            var whole = await HttpBody.ReadAsync(opened, null, most, where, cancel);
            if (body.Span.StartsWith(Gzip) && BinaryPrimitives.ReadUInt32LittleEndian(body.Span[^sizeof(uint)..]) != (uint)whole.Length)
            {
                // The last four bytes tell the length (RFC 1952, section 2.3.1), which the stream does not compare.
                whole.Dispose();
                throw new InvalidDataException("it was cut short");
            }

            isOurs = false;
            body.Dispose();
            return whole;
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            // What was not compressed is what it was; what begins as if it were has been cut short or altered.
            if (!body.Span.StartsWith(Gzip))
            {
                isOurs = false;
                return body;
            }

            throw new BackendException(BackendErrorKind.Corrupt, $"{where}: the answer is no whole {coding}, as which it came", inner: error);
        }
        finally
        {
            if (isOurs)
                body.Dispose();
        }
    }

    private static Func<Stream, Stream>? Opener(string coding, PooledBytes body) => coding switch
    {
        "gzip" or "x-gzip" => bytes => new GZipStream(bytes, CompressionMode.Decompress),
        // Some have the frame that the word means (RFC 1950), some have not.
        "deflate" => bytes => body.Span[0] % 16 == 8 ? new ZLibStream(bytes, CompressionMode.Decompress) : new DeflateStream(bytes, CompressionMode.Decompress),
        "br" => bytes => new BrotliStream(bytes, CompressionMode.Decompress),
        _ => null,
    };
}
