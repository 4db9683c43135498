namespace StorageX.Backends.Http;

/// <summary>The uploader files that come with StorageX, for hosts that many use.</summary>
internal static class BuiltInProfiles
{
    private const string Extension = ".sxcu";

    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Names =>
    [
        .. typeof(BuiltInProfiles).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[..^Extension.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>A file's text; null if there is none of that name.</summary>
    public static string? Text(string name)
    {
        using var stream = typeof(BuiltInProfiles).Assembly.GetManifestResourceStream(name + Extension);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
