namespace StorageX.Host.Contract;

/// <summary>An upload of a file under an allowed root.</summary>
internal sealed record UploadRequest
{
    /// <summary>The file's absolute path.</summary>
    public string? Path { get; init; }

    /// <summary>The backend or pool that keeps it, or several backends with commas between; without one, the default.</summary>
    public string? To { get; init; }

    /// <summary>On how many hosts each image is, 1 to 16.</summary>
    public int? Copies { get; init; }

    /// <summary>How many images of a group may be lost, as "10+4".</summary>
    public string? Parity { get; init; }

    /// <summary>The name to keep it under; without one, its own.</summary>
    public string? Name { get; init; }

    /// <summary>The format, 1 or 2.</summary>
    public int? Format { get; init; }

    /// <summary>Whether the images can be read by anyone who sees them.</summary>
    public bool Public { get; init; }

    /// <summary>Whether no one can see which pieces are equal.</summary>
    public bool PrivatePieces { get; init; }

    /// <summary>Whether what is stored already is fetched and compared.</summary>
    public bool Recheck { get; init; }

    /// <summary>A full image's width in pixels, 16 to 16384.</summary>
    public int? Width { get; init; }

    /// <summary>A full image's height in pixels, 16 to 16384.</summary>
    public int? Height { get; init; }

    /// <summary>The higher, the sooner; -1000 to 1000, 0 without it.</summary>
    public int? Priority { get; init; }

    /// <summary>The several backends that it names, if it does.</summary>
    internal IReadOnlyList<string>? Hosts => BackendNames.Of(To).Hosts;

    /// <summary>How the upload differs from the settings.</summary>
    public UploadOptions ToOptions() => new()
    {
        Backend = Hosts is null ? To : null,
        Hosts = Hosts,
        Copies = Copies,
        Parity = Parity is null ? null : ParityScheme.Parse(Parity),
        Name = Name,
        Format = Format,
        Public = Public,
        PrivatePieces = PrivatePieces,
        Recheck = Recheck,
        Width = Width,
        Height = Height,
    };
}

/// <summary>A download to a path under an allowed root.</summary>
internal sealed record DownloadRequest
{
    /// <summary>The key.</summary>
    public string? Key { get; init; }

    /// <summary>The file to write, or a directory, where it gets the name that the uploader gave: an absolute path.</summary>
    public string? Path { get; init; }

    /// <summary>Whether a file that is there may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The largest file that is fetched, in bytes.</summary>
    public long? MaxSize { get; init; }

    /// <summary>The higher, the sooner; -1000 to 1000, 0 without it.</summary>
    public int? Priority { get; init; }

    /// <summary>The request without its key.</summary>
    public override string ToString() => $"download to {Path}";
}
