namespace StorageX.Manifests.Folders;

/// <summary>Compares paths of trees.</summary>
internal static class PathOrder
{
    /// <summary>Compares two names as their bytes in UTF-8 compare. Neither has a lone surrogate.</summary>
    public static int CompareNames(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var same = one.CommonPrefixLength(other);
        if (same == one.Length || same == other.Length)
            return one.Length.CompareTo(other.Length);
        return Rank(one[same]).CompareTo(Rank(other[same]));
    }

    /// <summary>Compares two paths name by name, as a tree has them in order.</summary>
    public static int Compare(string one, string other)
    {
        if (one.Length == 0 || other.Length == 0)
            return one.Length.CompareTo(other.Length);
        for (var (begin, otherBegin) = (0, 0); ;)
        {
            var (end, otherEnd) = (EndOfName(one, begin), EndOfName(other, otherBegin));
            if (CompareNames(one.AsSpan(begin..end), other.AsSpan(otherBegin..otherEnd)) is var names && names != 0)
                return names;
            if (end == one.Length || otherEnd == other.Length)
                return (end < one.Length).CompareTo(otherEnd < other.Length);
            (begin, otherBegin) = (end + 1, otherEnd + 1);
        }
    }

    /// <summary>Where the first name ends that begins at a place.</summary>
    public static int EndOfName(string path, int begin) => path.IndexOf('/', begin) is var end && end < 0 ? path.Length : end;

    // Half of a pair stands for a character above all that are single, though its number is lower than those of the last of them.
    private static int Rank(char letter) => char.IsSurrogate(letter) ? letter + 0x10000 : letter;
}
