namespace StorageX.Probing;

/// <summary>What became of a canary.</summary>
public enum CanaryFate
{
    /// <summary>The same bytes came back.</summary>
    Exact,

    /// <summary>The same pixels came back in another encoding that can be read.</summary>
    Lossless,

    /// <summary>A picture of the same size came back whose pixels are others.</summary>
    Lossy,

    /// <summary>A picture of another size came back.</summary>
    Resized,

    /// <summary>Another picture came back.</summary>
    Another,

    /// <summary>What came back is no PNG, and not known to be lossy; or is damaged.</summary>
    Unreadable,

    /// <summary>The host took it and does not have it.</summary>
    Lost,

    /// <summary>The host did not take it.</summary>
    Refused,
}
