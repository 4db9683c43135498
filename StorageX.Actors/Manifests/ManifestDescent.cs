namespace StorageX.Manifests;

/// <summary>What must hold between a manifest and the one of the level below that its pieces carry.</summary>
internal static class ManifestDescent
{
    /// <summary>Requires that the levels count down one by one, and agree about the file.</summary>
    /// <param name="above">The manifest whose pieces carried the other; null for the root.</param>
    /// <param name="below">The manifest that was read from them.</param>
    /// <exception cref="TransferException">They do not.</exception>
    public static void Require(Manifest? above, Manifest below)
    {
        if (above is null)
            return;
        if (below.IsFormat1 || below.Level != above.Level - 1)
            throw Wrong($"a manifest of level {above.Level} leads to one of level {below.Level}");
        if (above.FileName.Length > 0 && below.FileName.Length > 0 && above.FileName != below.FileName)
            throw Wrong("its levels give the file different names");
        if (above.FileSize is { } size && size != (below.Level > 0 ? below.FileSize ?? size : below.Size))
            throw Wrong("its levels give the file different sizes");
    }

    private static TransferException Wrong(string defect) => new(TransferErrorKind.Corrupt, $"the manifest cannot be followed: {defect}");
}
