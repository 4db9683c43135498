namespace StorageX.Pacing;

/// <summary>What a host allows, for all transfers together; null for what it does not limit. The settings may ask for less, never for more.</summary>
public sealed record HostLimits
{
    /// <summary>A host that limits nothing.</summary>
    public static HostLimits None { get; } = new();

    /// <summary>How many requests may run at once, 1 or more.</summary>
    public int? Permits { get; init; }

    /// <summary>How many images may be stored in one <see cref="Period"/>, 1 or more.</summary>
    public int? Images { get; init; }

    /// <summary>The time that <see cref="Images"/> is counted over; more than none.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);
}
