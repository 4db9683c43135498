namespace StorageX;

/// <summary>How a repair is done.</summary>
public sealed record RepairOptions
{
    /// <summary>A file with the same content, from which what no host has is restored, also where nothing else is left of it; null for none.</summary>
    public string? From { get; init; }

    /// <summary>The same, where it was opened already by someone who knows what it is; it is closed when the repair ends.</summary>
    internal FileStream? Opened { get; init; }

    /// <summary>The configured backend or pool where what is missing is stored; null for the hosts that have the file.</summary>
    public string? Backend { get; init; }

    /// <summary>The names of configured backends where what is missing is stored, instead of <see cref="Backend"/>.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }
}

/// <summary>Where a copy goes.</summary>
public sealed record CopyOptions
{
    /// <summary>The name of a configured backend or pool; null for the default one.</summary>
    public string? Backend { get; init; }

    /// <summary>The names of configured backends that keep the copy together, instead of <see cref="Backend"/>.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>On how many hosts each image is, 1 to 16; null for what the pool says.</summary>
    public int? Copies { get; init; }

    /// <summary>How many images of a group may be lost; null for what the pool says. Instead of copies.</summary>
    public ParityScheme? Parity { get; init; }
}

/// <summary>What a repair, a copy or a move did.</summary>
/// <param name="Key">What leads to the file now.</param>
/// <param name="Manifest">What it leads to.</param>
public sealed record RehostResult(string Key, Manifests.Manifest Manifest)
{
    /// <summary>Whether a repair found every image, and changed nothing.</summary>
    public bool WasWhole { get; init; }

    /// <summary>Whether the key is another than the one that was given.</summary>
    public bool IsNewKey { get; init; }

    /// <summary>Whether the key that was given leads to what was stored now, for everyone who has it; otherwise, after a repair or a move, from here alone.</summary>
    public bool OldKeyWorks { get; init; }

    /// <summary>How many images of pieces were sent; each copy, and those of parity, count.</summary>
    public int Sent { get; init; }

    /// <summary>How many pieces stay as they were stored.</summary>
    public int Kept { get; init; }

    /// <summary>How many pieces no host could give, and which were restored from their groups or the user's own file.</summary>
    public int Restored { get; init; }

    /// <summary>What could not be checked, in one line; null where all was compared.</summary>
    public string? Doubt { get; init; }

    /// <summary>The hosts that others stood in for, each with the reason.</summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];

    /// <summary>What became of the images of before; null for all but a move.</summary>
    public DeletionReport? Deletion { get; init; }
}
