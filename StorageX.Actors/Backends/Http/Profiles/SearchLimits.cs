namespace StorageX.Backends.Http;

/// <summary>What bounds a search in an answer: nothing ends one once it has begun.</summary>
internal static class SearchLimits
{
    /// <summary>How deep an answer may be nested.</summary>
    public const int Deepest = 64;

    private const int LongestPath = 1000;
    private const double MostSteps = 1e6;

    /// <summary>Requires that a path is not too long.</summary>
    /// <exception cref="SearchException">It is.</exception>
    public static void RequirePath(string path)
    {
        if (path.Length > LongestPath)
            throw new SearchException($"the path has more than {LongestPath} characters");
    }

    /// <summary>Requires that a search is short enough to be begun.</summary>
    /// <param name="steps">How many values it can meet at most.</param>
    /// <exception cref="SearchException">It could take for ever.</exception>
    public static void RequireSteps(double steps)
    {
        if (!(steps <= MostSteps))
            throw new SearchException("the path could take for ever on this answer; name the way to the value");
    }
}

/// <summary>A search in an answer is not begun, because it could take for ever.</summary>
internal sealed class SearchException(string message) : Exception(message);
