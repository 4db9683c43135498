namespace StorageX.Backends.S3;

/// <summary>
/// Makes answers such as the SDK can read. It ends the bodies of those that hold no object: those that refuse, and those to anything but GET,
/// which the SDK reads to their end, and keeps. It takes the ETag from objects, which the SDK holds for the MD5 of their bytes, as it is not in
/// every store; whether an image is whole, it shows itself.
/// </summary>
/// <param name="inner">Sends the requests.</param>
internal sealed class StoreAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int Most = 64 << 10;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Head)
            return answer;
        if (request.Method == HttpMethod.Get && answer.IsSuccessStatusCode)
        {
            answer.Headers.Remove("ETag");
            // How the upload travelled, which some stores keep.
            answer.Content.Headers.ContentEncoding.Remove("aws-chunked");
            return answer;
        }

        try
        {
            answer.Content = await BoundedAsync(answer.Content, cancellationToken);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private static async Task<HttpContent> BoundedAsync(HttpContent content, CancellationToken cancel)
    {
        var bytes = new byte[Most];
        int length;
        using (content)
        {
            await using var body = await content.ReadAsStreamAsync(cancel);
            length = await body.ReadAtLeastAsync(bytes, Most, throwOnEndOfStream: false, cancel);
        }

        var bounded = new ByteArrayContent(bytes, 0, length);
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                bounded.Headers.TryAddWithoutValidation(name, values);
        }

        return bounded;
    }
}
