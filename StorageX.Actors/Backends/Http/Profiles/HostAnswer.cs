namespace StorageX.Backends.Http;

/// <summary>What a host answered to an upload.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Url">The URL that answered, after redirects.</param>
/// <param name="Headers">Its header fields, whatever the case of their names.</param>
/// <param name="Body">Its body as text.</param>
internal sealed record HostAnswer(int Status, string Url, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The URL that the upload was sent to.</summary>
    public string Asked { get; init; } = Url;

    /// <summary>Whether the body is a web page.</summary>
    public bool IsPage { get; init; }

    /// <summary>Whether HTTP says that it went well.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;
}
