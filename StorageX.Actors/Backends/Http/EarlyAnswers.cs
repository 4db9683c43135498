namespace StorageX.Backends.Http;

/// <summary>
/// Makes answers heard that a server gives before it has read the body, such as 413 or 401, and cuts the connection with. After an
/// upload was cut off, those that follow wait for the server's word before they send (<c>Expect: 100-continue</c>, RFC 9110, section
/// 10.1.1), until one was taken: the next try then ends with what the server has to say.
/// </summary>
/// <param name="inner">Sends the requests.</param>
internal sealed class EarlyAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private volatile bool _asks;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null)
            return await base.SendAsync(request, cancellationToken);
        var asks = _asks;
        if (asks)
            request.Headers.ExpectContinue = true;
        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            _asks &= !(asks && answer.IsSuccessStatusCode);
            return answer;
        }
        catch (HttpRequestException)
        {
            _asks = true;
            throw;
        }
    }
}
