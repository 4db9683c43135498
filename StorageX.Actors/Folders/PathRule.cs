namespace StorageX.Folders;

/// <summary>One rule: a pattern, and what becomes of that which it matches.</summary>
internal sealed class PathRule
{
    private PathRule(string pattern, bool isNegated, string place, string shown)
    {
        IsNegated = isNegated;
        try
        {
            Pattern = new PathPattern(pattern);
        }
        catch (FormatException e)
        {
            throw new SettingsException($"{place}\"{shown}\" is no pattern: {e.Message}", e);
        }
    }

    /// <summary>What earlier rules did to what it matches, it takes back.</summary>
    public bool IsNegated { get; }

    /// <summary>What it matches.</summary>
    public PathPattern Pattern { get; }

    /// <summary>A rule that leaves out what a pattern matches; or takes it after all, if <c>!</c> is before the pattern.</summary>
    /// <exception cref="SettingsException">It is no pattern; it is named.</exception>
    public static PathRule Exclude(string pattern) => Parse(pattern, "");

    /// <summary>A rule that takes what a pattern matches after all.</summary>
    /// <exception cref="SettingsException">It is no pattern; it is named.</exception>
    public static PathRule Include(string pattern) => new(pattern, isNegated: true, "", pattern);

    /// <summary>
    /// The rules in a file: one a line, but for empty lines and those that begin with <c>#</c>. Spaces at the end of a line do not count, unless a
    /// backslash is before them.
    /// </summary>
    /// <param name="lines">The file's lines.</param>
    /// <param name="file">What errors call the file.</param>
    /// <exception cref="SettingsException">A line is no pattern; file, line and pattern are named.</exception>
    public static IReadOnlyList<PathRule> FromLines(IEnumerable<string> lines, string file)
    {
        var rules = new List<PathRule>();
        foreach (var (index, line) in lines.Index())
        {
            var text = WithoutSpaces(index == 0 ? line.TrimStart('\uFEFF') : line);
            if (text.Length > 0 && text[0] != '#')
                rules.Add(Parse(text, $"{file}:{index + 1}: "));
        }

        return rules;
    }

    private static PathRule Parse(string text, string place) =>
        text.StartsWith('!') ? new(text[1..], isNegated: true, place, text) : new(text, isNegated: false, place, text);

    private static string WithoutSpaces(string line)
    {
        var text = line.EndsWith('\r') ? line[..^1] : line;
        var end = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var isEscaped = text[at] == '\\';
            at += isEscaped ? 1 : 0;
            if (isEscaped || text[at] != ' ')
                end = Math.Min(at + 1, text.Length);
        }

        return text[..end];
    }
}
