namespace StorageX.Backends.Http;

/// <summary>
/// Deletes pictures over HTTP: by the request that the profile describes, or by a visit to the URL that the host gave for that. What the host
/// gave is never in a message.
/// </summary>
/// <param name="client">A client of <see cref="SafeHttp"/>.</param>
/// <param name="policy">Where requests may go.</param>
/// <param name="profile">What is known of the host.</param>
/// <param name="name">What messages call the host.</param>
/// <param name="downloads">Tells whether a picture is still there.</param>
internal sealed class HttpDeletions(HttpClient client, FetchPolicy policy, UploaderProfile profile, string name, HttpDownloads downloads)
{
    private const int Longest = 4096;
    private const int MostRead = 64 << 10;

    /// <summary>What deletes the picture, out of the answer to its upload; null where nothing is there that could.</summary>
    public static string? Given(UploaderProfile profile, SxcuContext context)
    {
        if (profile.Deletion is not { } template)
            return null;
        try
        {
            var text = template.Render(context with { MustFind = true }).Trim();
            return text.Length is > 0 and <= Longest && !text.Any(char.IsControl) ? text : null;
        }
        catch (ProfileException)
        {
            return null;
        }
    }

    /// <summary>Whether there is a way to delete this picture.</summary>
    public bool CanDelete(StoredImage image) => profile.Extensions.Delete is { } delete ? !delete.NeedsDeletion || image.Deletion is not null : UrlIn(image) is not null;

    /// <summary>Deletes a picture, or finds that it is not there any more.</summary>
    /// <exception cref="BackendException">The host did not say that it is gone.</exception>
    /// <exception cref="ProfileException">The profile's request cannot be made.</exception>
    /// <exception cref="NotSupportedException">There is no way to delete it.</exception>
    public async Task DeleteAsync(StoredImage image, SxcuContext context, CancellationToken cancel)
    {
        try
        {
            using var answer = await AskAsync(image, context with { Locator = image.Locator, Deletion = image.Deletion ?? "" }, cancel);
            await RequireDoneAsync(answer, cancel);
        }
        catch (BackendException error) when (error.Kind is BackendErrorKind.Rejected or BackendErrorKind.Unauthorised)
        {
            // A host that has nothing to delete any more says no in words of its own; so may one that asks visitors whether they are sure.
            if (await IsThereAsync(image.Locator, cancel))
                throw;
        }
    }

    private async Task<HttpResponseMessage> AskAsync(StoredImage image, SxcuContext context, CancellationToken cancel)
    {
        if (profile.Extensions.Delete is not { } delete)
        {
            var visited = UrlIn(image) ?? throw new NotSupportedException($"{name}: nothing is known of how this image is deleted");
            return await SendAsync(to => new HttpRequestMessage(HttpMethod.Get, to), visited, cancel);
        }

        // What a host gave stays within its place in the URL.
        var url = delete.Url.Render(context, delete.Url.Source == "{deletion}" ? null : Uri.EscapeDataString);
        var uri = Uri.TryCreate(url, UriKind.Absolute, out var known) ? known : throw new ProfileException(delete.Url.Field, "gives no URL");
        return await SendAsync(to => HeaderFields.With(new HttpRequestMessage(delete.Method, to), delete.Headers, context), uri, cancel);
    }

    // The path of a URL that deletes is its secret, and what went wrong on the way names it.
    private async Task<HttpResponseMessage> SendAsync(Func<Uri, HttpRequestMessage> make, Uri uri, CancellationToken cancel)
    {
        try
        {
            return await HttpExchange.SendAsync(client, policy, make, uri, cancel);
        }
        catch (BackendException error)
        {
            throw new BackendException(error.Kind, $"{name}: {error.Message.Replace(HttpExchange.Shown(uri), uri.Authority, StringComparison.Ordinal)}", error.RetryAfter) { MayPass = error.MayPass };
        }
    }

    private async Task RequireDoneAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        if ((int)answer.StatusCode is 404 or 410)
            return;
        if (!answer.IsSuccessStatusCode)
            throw HttpFailure.Of(answer, await AnswerWords.ReadAsync(answer, cancel), name, fetching: false);
        var body = await BodyAsync(answer, cancel);
        if (WebPage.Is(answer) || WebPage.Begins(body))
            throw new BackendException(BackendErrorKind.Rejected, $"{name}: answers with a web page, where a person may have to confirm, and the image is still there");
        if (!AnswerVerdict.IsFailure(body))
            return;
        var words = AnswerWords.Of(body);
        throw new BackendException(HttpFailure.SpeaksOfLimits(words) ? BackendErrorKind.Throttled : BackendErrorKind.Rejected, $"{name}: does not delete the image: {words}");
    }

    private static async Task<string> BodyAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            using var bytes = await HttpBody.ReadAsync(answer, MostRead, cancel);
            return AnswerText.Of(bytes.Span, answer.Content.Headers.ContentType?.CharSet);
        }
        catch (BackendException error) when (error.Kind == BackendErrorKind.Corrupt)
        {
            // What is that long is no verdict.
            return "";
        }
    }

    private async Task<bool> IsThereAsync(string locator, CancellationToken cancel)
    {
        try
        {
            return await downloads.ExistsAsync(locator, cancel);
        }
        catch (BackendException)
        {
            return true;
        }
    }

    private static Uri? UrlIn(StoredImage image) => Uri.TryCreate(image.Deletion, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && HostName.Of(uri) is not null ? uri : null;
}
