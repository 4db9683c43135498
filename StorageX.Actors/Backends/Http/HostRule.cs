using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace StorageX.Backends.Http;

/// <summary>
/// Which hosts a text means: <c>example.org</c> is that host and those inside it; <c>nas.lan:8080</c> is that port of that host alone.
/// </summary>
/// <param name="Host">The host's name as DNS has it, or its address.</param>
/// <param name="Port">Its port; null where the text names none.</param>
internal sealed record HostRule(string Host, int? Port)
{
    private static readonly SearchValues<char> NotInHosts = SearchValues.Create("/\\?#@* \t");

    /// <summary>Reads one.</summary>
    /// <returns>Whether the text is a name or an address, with or without a port, and nothing else.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out HostRule? rule)
    {
        rule = null;
        if (IPAddress.TryParse(text, out var address) && text.Contains(':', StringComparison.Ordinal) && !text.StartsWith('['))
            rule = new HostRule(address.ToString(), null);
        else if (!text.AsSpan().ContainsAny(NotInHosts) && Uri.TryCreate("http://" + text, UriKind.Absolute, out var uri) && HostName.Of(uri) is { } name)
            rule = new HostRule(name, HasPort(text) ? uri.Port : null);
        return rule is not null;
    }

    /// <summary>Whether it means the host of a URL; one without a port means every port.</summary>
    public bool Means(Uri uri) => HostName.Of(uri) is { } name && (Port is { } port
        ? uri.Port == port && name.Equals(Host, StringComparison.OrdinalIgnoreCase)
        : name.Equals(Host, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + Host, StringComparison.OrdinalIgnoreCase));

    private static bool HasPort(string text) => text.LastIndexOf(':') > text.LastIndexOf(']');
}
