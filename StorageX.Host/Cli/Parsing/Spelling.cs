namespace StorageX.Host.Cli.Parsing;

/// <summary>Guesses which word was meant. Ours, since Quickenshtein counts two letters that are swapped as two slips.</summary>
internal static class Spelling
{
    private const int Furthest = 2;

    /// <summary>The known word that is at most two slips away; null when there is none.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) =>
        known.Where(name => Distance(word, name) <= Furthest).MinBy(name => Distance(word, name));

    /// <summary>How many letters must be added, removed, replaced or swapped with their neighbour to get from a to b.</summary>
    internal static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
                cost[i, j] = i == 0 || j == 0 ? i + j : Cheapest(cost, a, b, i, j);
        return cost[a.Length, b.Length];
    }

    private static int Cheapest(int[,] cost, string a, string b, int i, int j)
    {
        var change = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var cheapest = Math.Min(change, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(cheapest, cost[i - 2, j - 2] + 1) : cheapest;
    }
}
