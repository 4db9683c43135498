namespace StorageX.Host.Contract;

/// <summary>A repair of what hosts have lost of a file.</summary>
internal sealed record RepairRequest
{
    /// <summary>The file's key; or else a job.</summary>
    public string? Key { get; init; }

    /// <summary>The number of a job that has the file's key.</summary>
    public long? Job { get; init; }

    /// <summary>The absolute path of a file with the same content, under an allowed root, from which what no host has is restored.</summary>
    public string? From { get; init; }

    /// <summary>The backend or pool where what is missing goes, or several backends with commas between; without it, the hosts of the file.</summary>
    public string? To { get; init; }

    /// <summary>The higher, the sooner; -1000 to 1000, 0 without it.</summary>
    public int? Priority { get; init; }

    /// <summary>The request without its key.</summary>
    public override string ToString() => $"repair of job {Job}";
}

/// <summary>A copy, or a move, of a file to other hosts.</summary>
internal sealed record CopyRequest
{
    /// <summary>The file's key; or else a job.</summary>
    public string? Key { get; init; }

    /// <summary>The number of a job that has the file's key.</summary>
    public long? Job { get; init; }

    /// <summary>The backend or pool that it goes to, or several backends with commas between.</summary>
    public string? To { get; init; }

    /// <summary>On how many hosts each image is, 1 to 16.</summary>
    public int? Copies { get; init; }

    /// <summary>How many images of a group may be lost, as "10+4".</summary>
    public string? Parity { get; init; }

    /// <summary>The higher, the sooner; -1000 to 1000, 0 without it.</summary>
    public int? Priority { get; init; }

    /// <summary>The request without its key.</summary>
    public override string ToString() => $"copy of job {Job} to {To}";
}
