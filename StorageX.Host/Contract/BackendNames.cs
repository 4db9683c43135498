namespace StorageX.Host.Contract;

/// <summary>Where images go, as it is written on command lines and in requests.</summary>
internal static class BackendNames
{
    /// <summary>The backend or pool that a text names, or the backends.</summary>
    public static (string? Backend, IReadOnlyList<string>? Hosts) Of(string? text) =>
        text?.Contains(',') == true ? (null, text.Split(',', StringSplitOptions.TrimEntries)) : (text, null);
}
