namespace StorageX.Manifests;

/// <summary>What must hold between a manifest and the one of the level below that its pieces carry.</summary>
internal static class ManifestDescent
{
    private const long LongestText = 1L << 34;   // FORMAT.md, section 9
    private const long Slack = 1 << 20;

    // The smallest canvas carries 764 bytes, and the longest entry has 8.4 KB.
    private const long MostForAByte = 16;

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

    /// <summary>Requires, before a byte of it is fetched, that the text below a manifest is not absurdly long.</summary>
    /// <param name="above">The manifest, of level 1 or above.</param>
    /// <param name="maxSize">The largest file that is asked for, in bytes; null for any.</param>
    /// <exception cref="TransferException">It is longer than any text may be, or than the pieces of such a file could be listed in.</exception>
    public static void RequireText(Manifest above, long? maxSize)
    {
        if (above.Size > LongestText)
            throw Wrong($"the text of its level {above.Level - 1} has {above.Size} bytes, and {LongestText} are the most");
        if ((above.FileSize ?? maxSize) is not { } file || above.Size <= Slack + (file * MostForAByte))
            return;
        throw above.FileSize is null
            ? new TransferException(TransferErrorKind.Failed, $"{above.Size} bytes of text list its pieces, and a file of {maxSize} bytes needs no such list; allow a larger one with --max-size")
            : Wrong($"{above.Size} bytes of text list the pieces of {file} bytes");
    }

    /// <summary>Requires that the pieces of a file, as far as they are listed, are no longer than the level above says.</summary>
    /// <param name="above">The manifest above.</param>
    /// <param name="listed">Bytes of the pieces listed so far.</param>
    /// <exception cref="TransferException">They are.</exception>
    public static void RequireListed(Manifest above, long listed)
    {
        if (above.Level == 1 && listed > above.FileSize)
            throw Wrong($"its pieces have more than the {above.FileSize} bytes that the level above says");
    }

    private static TransferException Wrong(string defect) => new(TransferErrorKind.Corrupt, $"the manifest cannot be followed: {defect}");
}
