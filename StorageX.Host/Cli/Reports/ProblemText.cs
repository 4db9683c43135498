using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli.Reports;

/// <summary>Names the entries of a folder that something is wrong with.</summary>
internal static class ProblemText
{
    private const int MostShown = 100;

    /// <summary>A line for each, and one for those that are too many.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="problems">The first of them.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="verb">What did not happen: "stored".</param>
    public static void Tell(Terminal terminal, IReadOnlyList<FolderProblem> problems, long count, string verb)
    {
        foreach (var problem in problems.Take(MostShown))
            terminal.WriteNotice($"{(problem.Path.Length == 0 ? "the folder itself" : problem.Path)}: {problem.Why}");
        if (count > MostShown)
            terminal.WriteNotice($"and {count - MostShown} more");
        if (count > 0)
            terminal.WriteNotice($"{ProgressText.Count(count, "entry", "entries")} of the folder could not be {verb} as {(count == 1 ? "it" : "they")} should be; all else is");
    }
}
