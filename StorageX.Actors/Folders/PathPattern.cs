namespace StorageX.Folders;

/// <summary>
/// A pattern for paths, as in git's <c>gitignore</c>. One without a slash is for names at any depth; else it is for paths from the top, and
/// <c>**</c> between slashes is for any number of folders. A slash at the end makes it one for folders alone.
/// </summary>
internal sealed class PathPattern
{
    private readonly SegmentPattern[] _segments;
    private readonly bool _isForNames;
    private readonly bool _isForFolders;

    /// <summary>Takes a pattern apart.</summary>
    /// <param name="text">The pattern, after <c>!</c> if that is before it.</param>
    /// <exception cref="FormatException">It is none; what is wrong with it.</exception>
    public PathPattern(string text)
    {
        _isForFolders = text.EndsWith('/');
        var pattern = _isForFolders ? text[..^1] : text;
        var isAnchored = pattern.StartsWith('/');
        if (pattern.Length == (isAnchored ? 1 : 0))
            throw new FormatException("matches nothing");
        _isForNames = !pattern.Contains('/');
        _segments = SegmentPattern.Split(isAnchored ? pattern[1..] : pattern);
    }

    /// <summary>Whether it is one for this path itself; what lies below a match is another matter.</summary>
    /// <param name="path">A path from the top, its parts between slashes.</param>
    /// <param name="isDirectory">It is a folder's.</param>
    public bool Matches(ReadOnlySpan<char> path, bool isDirectory)
    {
        if (_isForFolders && !isDirectory)
            return false;
        return _isForNames ? _segments[0].Matches(path[(path.LastIndexOf('/') + 1)..]) : MatchesSegments(path);
    }

    private bool MatchesSegments(ReadOnlySpan<char> path)
    {
        // As within a name: only what the last ** takes is ever made longer.
        var (segment, at, backSegment, backAt) = (0, 0, -1, 0);
        while (at <= path.Length)
        {
            if (segment < _segments.Length && _segments[segment].IsAnyDepth)
            {
                if (segment == _segments.Length - 1)
                    return true;
                (backSegment, backAt) = (++segment, at);
                continue;
            }

            var end = EndOf(path, at);
            if (segment < _segments.Length && _segments[segment].Matches(path[at..end]))
            {
                segment++;
                at = end + 1;
                continue;
            }

            if (backSegment < 0)
                return false;
            backAt = EndOf(path, backAt) + 1;
            (segment, at) = (backSegment, backAt);
        }

        return segment == _segments.Length;
    }

    private static int EndOf(ReadOnlySpan<char> path, int at)
    {
        var length = path[at..].IndexOf('/');
        return length < 0 ? path.Length : at + length;
    }
}
