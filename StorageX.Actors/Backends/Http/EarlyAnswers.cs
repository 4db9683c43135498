using System.Net;

namespace StorageX.Backends.Http;

/// <summary>
/// Makes answers heard that a server gives before it has read the body, such as 413 or 401, and cuts the connection with. After an
/// upload was cut off, those that follow wait for the server's word before they send (<c>Expect: 100-continue</c>, RFC 9110, section
/// 10.1.1), until one was taken: the next try then ends with what the server has to say. One that answers 417 to that is not asked again.
/// </summary>
/// <param name="inner">Sends the requests.</param>
internal sealed class EarlyAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private volatile bool _asks;
    private volatile bool _refused;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null)
            return await base.SendAsync(request, cancellationToken);
        var asks = _asks && !_refused;
        if (asks)
            request.Headers.ExpectContinue = true;
        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (!asks)
                return answer;
            _asks &= !answer.IsSuccessStatusCode;
            if (answer.StatusCode != HttpStatusCode.ExpectationFailed)
                return answer;
            answer.Dispose();
            _refused = true;
            throw new HttpRequestException("the server cannot be asked before an image is sent");
        }
        catch (HttpRequestException)
        {
            _asks = true;
            throw;
        }
    }
}
