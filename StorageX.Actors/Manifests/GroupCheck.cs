using static StorageX.Manifests.ManifestJson;

namespace StorageX.Manifests;

/// <summary>What must hold of the groups of a manifest's pieces and of their parity; walks the pieces once, in order (FORMAT.md, section 5).</summary>
internal sealed class GroupCheck
{
    private int _pieces;
    private int _longest;
    private int _largestGroup;
    private int? _parity;
    private string? _uneven;

    /// <summary>Takes the next piece.</summary>
    /// <exception cref="ManifestException">Its parity is not that of a group.</exception>
    public void Next(ManifestPiece piece)
    {
        _pieces++;
        _longest = Math.Max(_longest, piece.Size);
        if (piece.Parity.Count == 0)
            return;
        for (var place = 0; place < piece.Parity.Count; place++)
            RequireSound($"parity {place} of piece {piece.Seq}", piece.Parity[place]);
        if ((_parity ??= piece.Parity.Count) != piece.Parity.Count)
            _uneven ??= $"piece {piece.Seq} ends a group with {piece.Parity.Count} pieces of parity, and others have {_parity}";
        _largestGroup = Math.Max(_largestGroup, _pieces);
        (_pieces, _longest) = (0, 0);
    }

    /// <summary>Compares the groups with what the manifest says of them.</summary>
    /// <param name="scheme">How many pieces they have at most, and how many of parity; null where there are none.</param>
    /// <exception cref="ManifestException">It says otherwise.</exception>
    public void End(ParityScheme? scheme)
    {
        Require(_uneven is null, _uneven ?? "");
        if (scheme is null)
        {
            Require(_parity is null, "a piece has parity, and the manifest says nothing of it");
            return;
        }

        Require(_pieces == 0, $"its last {_pieces} pieces have no parity");
        Require(_parity is null || _parity == scheme.Parity, $"a group has {_parity} pieces of parity, and the manifest says {scheme.Parity}");
        Require(_largestGroup <= scheme.Data, $"a group has {_largestGroup} pieces, and the manifest says {scheme.Data} at most");
    }

    private void RequireSound(string name, ParityPiece parity)
    {
        ManifestCheck.RequireLocators(name, parity.Key, parity.Mirrors);
        Require(ManifestCheck.HasChecksum(parity.Checksum), $"{name} has no usable checksum");
        Require(parity.Size == _longest, $"{name} has {parity.Size} bytes, and the longest piece of its group {_longest}");
    }
}
