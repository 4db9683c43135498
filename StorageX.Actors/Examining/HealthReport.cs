using StorageX.Manifests;

namespace StorageX;

/// <summary>
/// How a stored file is: what its hosts still have of it, and what more it survives. An image that pieces of several groups share
/// counts for each.
/// </summary>
/// <param name="Manifest">What the key leads to.</param>
/// <param name="State">The file in a word.</param>
/// <param name="Hosts">What each host should have of it and has, by name.</param>
/// <param name="Gone">The pieces that are gone for good, by ascending seq.</param>
public sealed record HealthReport(Manifest Manifest, HealthState State, IReadOnlyList<HostHealth> Hosts, IReadOnlyList<GonePiece> Gone)
{
    /// <summary>Whether the hosts were only asked what they have: what is in the images is not known then.</summary>
    public bool ExistenceOnly { get; init; }

    /// <summary>How many more images may be lost, whichever they are, 0 or more; null where the file cannot be restored now.</summary>
    public int? SpareImages { get; init; }

    /// <summary>How many more hosts may be lost, whichever they are, 0 or more; null where the file cannot be restored now.</summary>
    public int? SpareHosts { get; init; }

    /// <summary>How its sets of images are, in its order: 256 stretches at most, each of one set or of as many as the others.</summary>
    public IReadOnlyList<HealthStretch> Stretches { get; init; } = [];

    /// <summary>What all hosts together should have and have.</summary>
    public HostHealth InAll => Hosts.Aggregate(new HostHealth(""), (sum, host) => sum with
    {
        Images = sum.Images + host.Images,
        There = sum.There + host.There,
        Lost = sum.Lost + host.Lost,
        Altered = sum.Altered + host.Altered,
        Unknown = sum.Unknown + host.Unknown,
    });
}

/// <summary>What a host has of a file: images of its pieces, their copies and parity, the texts of its manifest and its root.</summary>
/// <param name="Host">Its name; where it is not configured that of the key's host.</param>
public sealed record HostHealth(string Host)
{
    /// <summary>How many it should have.</summary>
    public long Images { get; init; }

    /// <summary>How many are there, and as they should be as far as was looked.</summary>
    public long There { get; init; }

    /// <summary>How many it has no more.</summary>
    public long Lost { get; init; }

    /// <summary>How many are there with other bytes.</summary>
    public long Altered { get; init; }

    /// <summary>How many it could not be asked for.</summary>
    public long Unknown { get; init; }
}

/// <summary>A part of a file that is gone for good.</summary>
/// <param name="Seq">Its place among the pieces, from 0.</param>
/// <param name="Offset">Where its bytes stand in the file.</param>
/// <param name="Size">How many bytes it has.</param>
public sealed record GonePiece(int Seq, long Offset, int Size);
