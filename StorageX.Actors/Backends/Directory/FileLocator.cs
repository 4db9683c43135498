namespace StorageX.Backends;

/// <summary>
/// <c>file://</c> URLs (RFC 8089) of files of this machine. Every byte of a path survives, also those that have a meaning in
/// a URL or to <see cref="Uri"/>, which turns backslashes round and reads <c>%41</c> in a name as <c>A</c>.
/// </summary>
internal static class FileLocator
{
    private const string Scheme = "file:";

    /// <summary>The URL of a file.</summary>
    /// <param name="path">Its full path.</param>
    public static string From(string path)
    {
        if (OperatingSystem.IsWindows())
            path = "/" + path.Replace('\\', '/');
        return Scheme + "//" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString)).Replace("%3A", ":", StringComparison.Ordinal);
    }

    /// <summary>The full path that a URL names, <c>..</c> resolved; null if it is no URL of a file of this machine.</summary>
    public static string? PathOf(string locator)
    {
        if (!locator.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = locator.AsSpan(Scheme.Length);
        if (rest.StartsWith("//"))
        {
            rest = rest[2..];
            var host = rest[..Math.Max(0, rest.IndexOf('/'))];
            if (host.Length > 0 && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
                return null;
            rest = rest[host.Length..];
        }

        if (!rest.StartsWith("/") || rest.ContainsAny('?', '#'))
            return null;
        var path = Uri.UnescapeDataString(rest);
        if (OperatingSystem.IsWindows())
            path = path.TrimStart('/');
        return path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path) ? null : Path.GetFullPath(path);
    }
}
