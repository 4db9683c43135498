namespace StorageX.Folders;

/// <summary>
/// What of a folder is taken and what is left out. Rules are those of git's <c>gitignore</c>, and the last one that matches counts. Paths are
/// relative to the folder, with <c>/</c> between their parts and none at the ends; upper and lower case differ.
/// </summary>
internal sealed class PathRules
{
    private readonly PathRule[] _rules;
    private readonly bool _isSelection;

    /// <summary>Rules in their order; without any, everything is taken.</summary>
    public PathRules(IEnumerable<PathRule> rules)
        : this(rules, isSelection: false)
    {
    }

    private PathRules(IEnumerable<PathRule> rules, bool isSelection) => (_rules, _isSelection) = ([.. rules], isSelection);

    /// <summary>
    /// The other way round: only what one of the patterns matches is taken, and all below it. <c>!</c> before a pattern takes back what those
    /// before it took.
    /// </summary>
    /// <exception cref="SettingsException">A pattern is none; it is named.</exception>
    public static PathRules Selecting(IEnumerable<string> patterns) => new(patterns.Select(PathRule.Exclude), isSelection: true);

    /// <summary>
    /// Whether a path is left out. Of rules that exclude, this looks at the path itself alone: that nothing below an excluded folder comes back is
    /// up to who walks, and does not enter it. Of a selection, this looks at the folders above, too.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="isDirectory">It is a folder's, and no file's or link's.</param>
    public bool Excludes(ReadOnlySpan<char> path, bool isDirectory) =>
        _isSelection ? !IsSelected(path, isDirectory) : LastMatch(path, isDirectory) is { IsNegated: false };

    private bool IsSelected(ReadOnlySpan<char> path, bool isDirectory)
    {
        var selected = false;
        for (var end = 0; end < path.Length; end++)
        {
            var length = path[end..].IndexOf('/');
            end = length < 0 ? path.Length : end + length;
            if (LastMatch(path[..end], isDirectory || end < path.Length) is { } rule)
                selected = !rule.IsNegated;
        }

        return selected;
    }

    private PathRule? LastMatch(ReadOnlySpan<char> path, bool isDirectory)
    {
        for (var i = _rules.Length - 1; i >= 0; i--)
        {
            if (_rules[i].Pattern.Matches(path, isDirectory))
                return _rules[i];
        }

        return null;
    }
}
