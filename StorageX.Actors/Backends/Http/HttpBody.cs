using StorageX.Buffers;

namespace StorageX.Backends.Http;

/// <summary>Reads the bodies of answers, up to a limit and no further.</summary>
internal static class HttpBody
{
    private const int FirstGuess = 64 << 10;
    private const int LongestText = 1 << 20;

    /// <summary>The body whole, no longer compressed; the caller disposes it.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="most">The most bytes that are taken.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="BackendException">It is longer, or was cut short.</exception>
    public static async Task<PooledBytes> ReadAsync(HttpResponseMessage answer, long most, CancellationToken cancel)
    {
        var where = HttpExchange.Shown(answer.RequestMessage!.RequestUri!);
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancel);
            var came = await ReadAsync(body, answer.Content.Headers.ContentLength, most, where, cancel);
            return await ContentCodings.UndoAsync(answer.Content.Headers.ContentEncoding, came, most, where, cancel);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw HttpFailure.Of(error, where);
        }
    }

    /// <summary>A stream's bytes; the caller disposes them.</summary>
    /// <param name="body">The stream.</param>
    /// <param name="told">How many bytes there shall be; null where nobody said.</param>
    /// <param name="most">The most bytes that are taken.</param>
    /// <param name="where">What is read, for errors.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="BackendException">There are more, or fewer than was said.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<PooledBytes> ReadAsync(Stream body, long? told, long most, string where, CancellationToken cancel)
    {
        if (told > most)
            throw TooLong(where, most);
        var bytes = PooledBytes.Rent((int)Math.Min(told ?? FirstGuess, most));
        try
        {
            var length = 0;
            while (true)
            {
                if (length == bytes.Length && told is null)
                    bytes = Grown(bytes, where, most);
                var read = length < bytes.Length ? await body.ReadAsync(bytes.Memory[length..], cancel) : 0;
                if (read == 0)
                    break;
                length += read;
            }

            if (told is { } whole && length != whole)
                throw new BackendException(BackendErrorKind.Corrupt, $"{where}: ended after {length} of {whole} bytes");
            if (length > most)
                throw TooLong(where, most);
            bytes.Truncate(length);
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>The body as text.</summary>
    /// <exception cref="BackendException">It is longer than a mebibyte, or was cut short.</exception>
    public static async Task<string> ReadTextAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        using var bytes = await ReadAsync(answer, LongestText, cancel);
        return AnswerText.Of(bytes.Span, answer.Content.Headers.ContentType?.CharSet);
    }

    private static PooledBytes Grown(PooledBytes bytes, string where, long most)
    {
        if (bytes.Length > most)
            throw TooLong(where, most);
        // The one byte over the limit tells a body that just has room from one that has not.
        var larger = PooledBytes.Rent((int)Math.Min(bytes.Length * 4L, most + 1));
        bytes.Span.CopyTo(larger.Span);
        bytes.Dispose();
        return larger;
    }

    private static BackendException TooLong(string where, long most) =>
        new(BackendErrorKind.Corrupt, $"{where}: answers with more than the {most} bytes that an image may have");
}
