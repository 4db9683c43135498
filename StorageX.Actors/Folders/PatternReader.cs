using System.Text;

namespace StorageX.Folders;

/// <summary>Reads a pattern's characters; a backslash makes the next one plain.</summary>
/// <param name="pattern">The pattern.</param>
internal ref struct PatternReader(string pattern)
{
    private readonly string _pattern = pattern;

    /// <summary>Where the next character begins.</summary>
    public int At { get; set; }

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<char> Rest => _pattern.AsSpan(At);

    /// <summary>The next character.</summary>
    /// <param name="rune">It.</param>
    /// <param name="isPlain">A backslash was before it.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="FormatException">A backslash is the last character.</exception>
    public bool TryNext(out Rune rune, out bool isPlain)
    {
        (rune, isPlain) = (default, false);
        if (Rest.IsEmpty)
            return false;
        isPlain = Rest[0] == '\\';
        At += isPlain ? 1 : 0;
        if (Rest.IsEmpty)
            throw new FormatException("ends with a backslash, which belongs before a character that means itself");
        Rune.DecodeFromUtf16(Rest, out rune, out var length);
        At += length;
        return true;
    }
}
