namespace StorageX;

/// <summary>How one upload differs from the settings.</summary>
public sealed record UploadOptions
{
    /// <summary>The name of a configured backend; null for the default one.</summary>
    public string? Backend { get; init; }

    /// <summary>The names of configured backends that keep the file together, instead of one or of a pool; null for those of <see cref="Backend"/>.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>On how many hosts each image is, 1 to 16; null for what the pool says.</summary>
    public int? Copies { get; init; }

    /// <summary>How many images may be lost; null for what the pool says. Instead of copies.</summary>
    public ParityScheme? Parity { get; init; }

    /// <summary>A full piece's canvas width in pixels, 16 to 16384; null for the setting.</summary>
    public int? Width { get; init; }

    /// <summary>A full piece's canvas height in pixels, 16 to 16384; null for the setting.</summary>
    public int? Height { get; init; }

    /// <summary>The format, 1 or 2; null for the setting.</summary>
    public int? Format { get; init; }

    /// <summary>Whether the images can be read by anyone who sees them; format 2 only.</summary>
    public bool Public { get; init; }

    /// <summary>Whether pieces are encrypted so that no one can see which are equal; nothing is then found stored already. Format 2 only.</summary>
    public bool PrivatePieces { get; init; }

    /// <summary>
    /// Whether every piece that is stored already is fetched and compared; one that the host has lost or altered is sent again. Otherwise the
    /// host is asked whether it has the piece, unless it was seen to have it within the setting <c>catalogue.check-after</c>.
    /// </summary>
    public bool Recheck { get; init; }

    /// <summary>The name the manifest gives to the file; null for the source's own.</summary>
    public string? Name { get; init; }
}

/// <summary>How one download differs from the default.</summary>
public sealed record DownloadOptions
{
    /// <summary>Whether a file that already has the target's name is replaced; otherwise it makes the download fail.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The largest file that is fetched, in bytes; null for any.</summary>
    public long? MaxSize { get; init; }

    /// <summary>Whether what was written stays beside the target, as <c>target.part</c>, when the download does not complete; the next one continues there.</summary>
    public bool KeepPartial { get; init; }
}

/// <summary>What an upload gave.</summary>
/// <param name="Key">What the holder needs to get the file back.</param>
/// <param name="Manifest">What the key leads to.</param>
/// <param name="Skipped">How many of its pieces were stored already and were not sent again.</param>
public sealed record UploadResult(string Key, Manifests.Manifest Manifest, int Skipped = 0)
{
    /// <summary>How many of its pieces had been stored before, were found to be lost or altered, and were sent again.</summary>
    public int Resent { get; init; }

    /// <summary>The hosts of a pool that others stood in for, each with the reason.</summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];
}

/// <summary>What a download gave.</summary>
/// <param name="Path">The file's full path; null when it went to a stream.</param>
/// <param name="Manifest">What the key led to.</param>
/// <param name="Skipped">How many of its pieces an earlier download had left and were not fetched again.</param>
public sealed record DownloadResult(string? Path, Manifests.Manifest Manifest, int Skipped = 0)
{
    /// <summary>How many of its pieces could not be had, and were restored from the others of their groups.</summary>
    public int Restored { get; init; }
}
