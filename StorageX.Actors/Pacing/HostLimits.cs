namespace StorageX.Pacing;

/// <summary>What a host allows, for all transfers together. The settings may ask for less, never for more.</summary>
public sealed record HostLimits
{
    /// <summary>A host that limits nothing.</summary>
    public static HostLimits None { get; } = new();

    /// <summary>How many requests may run at once, 1 or more; null for no limit.</summary>
    public int? Permits { get; init; }

    /// <summary>
    /// How many images it takes, in one or more periods. Those of up to a minute are spread evenly; longer ones are spent as images
    /// come, remembered by all processes, and park transfers when they are spent.
    /// </summary>
    public IReadOnlyList<ImageBudget> Budgets { get; init; } = [];

    /// <summary>The limits of both.</summary>
    /// <param name="others">More limits.</param>
    public HostLimits And(HostLimits others) => new()
    {
        Permits = Permits is { } own && others.Permits is { } other ? Math.Min(own, other) : Permits ?? others.Permits,
        Budgets = [.. Budgets.Union(others.Budgets)],
    };
}
