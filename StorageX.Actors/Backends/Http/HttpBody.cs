using System.Text;

namespace StorageX.Backends.Http;

/// <summary>Reads the bodies of answers, up to a limit and no further.</summary>
internal static class HttpBody
{
    private const int FirstGuess = 64 << 10;
    private const int LongestText = 1 << 20;

    /// <summary>The body whole; the caller disposes it.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="most">The most bytes that are taken.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="BackendException">It is longer, or was cut short.</exception>
    public static async Task<PooledBytes> ReadAsync(HttpResponseMessage answer, long most, CancellationToken cancel)
    {
        var where = HttpExchange.Shown(answer.RequestMessage!.RequestUri!);
        var told = answer.Content.Headers.ContentLength;
        if (told > most)
            throw TooLong(where, most);
        var bytes = PooledBytes.Rent((int)Math.Min(told ?? FirstGuess, most));
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancel);
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
            bytes.Truncate(length);
            return bytes;
        }
        catch (Exception error)
        {
            bytes.Dispose();
            if (error is HttpRequestException or IOException)
                throw HttpFailure.Of(error, where);
            throw;
        }
    }

    /// <summary>The body as text.</summary>
    /// <exception cref="BackendException">It is longer than a mebibyte, or was cut short.</exception>
    public static async Task<string> ReadTextAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        using var bytes = await ReadAsync(answer, LongestText, cancel);
        return Encoding.UTF8.GetString(bytes.Span);
    }

    private static PooledBytes Grown(PooledBytes bytes, string where, long most)
    {
        if (bytes.Length >= most)
            throw TooLong(where, most);
        var larger = PooledBytes.Rent((int)Math.Min(bytes.Length * 4L, most));
        bytes.Span.CopyTo(larger.Span);
        bytes.Dispose();
        return larger;
    }

    private static BackendException TooLong(string where, long most) =>
        new(BackendErrorKind.Corrupt, $"{where}: answers with more than the {most} bytes that an image may have");
}
