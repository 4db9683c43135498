using System.Net;

namespace StorageX.Backends.Http;

/// <summary>The servers of an uploader that its file says to be inside a private network, or on this machine. Nothing is looked up.</summary>
internal static class PrivatePlaces
{
    // RFC 6761, 6762 and 8375, ICANN's name for private use, and what routers and offices use without asking.
    private static readonly string[] Endings = ["localhost", "local", "internal", "home.arpa", "lan", "home", "corp", "intranet", "localdomain"];

    /// <summary>Each of them once, as host and port; one that is only put together at the upload as it is written.</summary>
    public static IReadOnlyList<string> Of(UploaderProfile profile)
    {
        var answers = profile.Extensions.Answers;
        var requests = new[] { profile.RequestUrl, profile.Extensions.Delete?.Url }.OfType<SxcuTemplate>().Select(template => OfUrl(template.Answered(answers), isRequest: true));
        var picture = profile.Url is { } url ? OfUrl(url.Answered(answers), isRequest: false) : null;
        return [.. requests.Append(picture).Concat(profile.Extensions.DownloadHosts.Select(OfRule)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether a host is known to be none of the internet by its name or address.</summary>
    public static bool Is(string host)
    {
        var name = host.TrimEnd('.').Trim('[', ']');
        if (IPAddress.TryParse(name, out var address))
            return !PublicAddress.Is(address);
        return !name.Contains('.', StringComparison.Ordinal)
            || Array.Exists(Endings, ending => name.EndsWith("." + ending, StringComparison.OrdinalIgnoreCase));
    }

    private static string? OfUrl(string text, bool isRequest)
    {
        if (text.IndexOf("://", StringComparison.Ordinal) is not (> 0 and var at))
            return null;
        var start = at + 3;
        var end = text.IndexOfAny(['/', '?', '#', '\\'], start);
        var host = end < 0 ? text[start..] : text[start..end];
        // What the host's own answer gives is checked when it is fetched.
        if (host.Contains('{', StringComparison.Ordinal))
            return isRequest ? host : null;
        return Uri.TryCreate(text[..(start + host.Length)], UriKind.Absolute, out var uri) && HostName.Of(uri) is { } name && Is(name) ? uri.Authority : null;
    }

    private static string? OfRule(string text) => HostRule.TryParse(text, out var rule) && Is(rule.Host) ? text : null;
}
