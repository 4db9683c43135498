namespace StorageX.Folders;

/// <summary>What of a folder could not be stored, or restored: one line each, as it was met.</summary>
internal sealed class FolderProblems
{
    private const int MostKept = 1000;
    private readonly List<FolderProblem> _kept = [];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>The first thousand.</summary>
    public IReadOnlyList<FolderProblem> Kept => _kept;

    /// <summary>Takes one.</summary>
    /// <param name="path">The entry, below the folder.</param>
    /// <param name="why">What is wrong with it, on one line.</param>
    public void Add(string path, string why)
    {
        Count++;
        if (_kept.Count < MostKept)
            _kept.Add(new FolderProblem(path, why));
    }
}
