namespace StorageX.Backends.Http;

/// <summary>The name of a URL's host as DNS has it.</summary>
internal static class HostName
{
    /// <summary>The name, or the address; null where it is none that DNS can have (RFC 5891), although the URL is one.</summary>
    public static string? Of(Uri uri)
    {
        try
        {
            return uri.IdnHost is { Length: > 0 } name ? name : null;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    /// <summary>Whether two URLs have the same host.</summary>
    public static bool AreSame(Uri one, Uri other) => Of(one) is { } name && name.Equals(Of(other), StringComparison.OrdinalIgnoreCase);
}
