namespace StorageX;

/// <summary>How a stored file was when it was last looked at from here, by a health or a verify.</summary>
/// <param name="LookedAt">When that look ended, to the millisecond.</param>
/// <param name="State">The file in a word, as far as was looked.</param>
public sealed record PastHealth(DateTimeOffset LookedAt, HealthState State)
{
    /// <summary>How many images were lost or altered, 0 or more; null where not every image was looked at, as by a verify of a file that has some to spare.</summary>
    public long? Missing { get; init; }

    /// <summary>How many more images might have been lost, whichever they were, 0 or more; null where that was not found out, or the file could not be restored.</summary>
    public int? SpareImages { get; init; }

    /// <summary>How many more hosts might have been lost, 0 or more; null where <see cref="SpareImages"/> is.</summary>
    public int? SpareHosts { get; init; }

    /// <summary>Whether the hosts were only asked what they have: what was in the images was not known then.</summary>
    public bool ExistenceOnly { get; init; }
}
