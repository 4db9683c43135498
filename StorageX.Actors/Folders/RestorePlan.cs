using StorageX.Files;
using StorageX.Manifests.Folders;

namespace StorageX.Folders;

/// <summary>What of a stored folder is restored, and whether something is in its way; made before a byte is written.</summary>
internal sealed class RestorePlan
{
    private readonly Func<FolderEntry, bool> _isWanted;
    private readonly List<(long Begin, long End)> _runs = [];

    private RestorePlan(Func<FolderEntry, bool> isWanted) => _isWanted = isWanted;

    /// <summary>Whether what is there is replaced.</summary>
    public bool Overwrites { get; private init; }

    /// <summary>Whether what is there stays as it is.</summary>
    public bool SkipsExisting { get; private init; }

    /// <summary>The runs of bytes that are wanted, ascending.</summary>
    public IReadOnlyList<(long Begin, long End)> Runs => _runs;

    /// <summary>How much is wanted.</summary>
    public FolderCounts Wanted { get; private set; } = new();

    /// <summary>The bytes to be fetched for it.</summary>
    public long Stored { get; private set; }

    /// <summary>Whether an entry is wanted.</summary>
    public bool Has(FolderEntry entry) => _isWanted(entry);

    /// <summary>Plans a restoration.</summary>
    /// <param name="folder">The stored folder.</param>
    /// <param name="target">Where it goes; null where no folder is filled.</param>
    /// <param name="options">What is wanted, and what becomes of what is there.</param>
    /// <exception cref="TransferException">Nothing is wanted, more than is allowed, or something else is in the way and is neither replaced nor left.</exception>
    /// <exception cref="SettingsException">A pattern is none.</exception>
    public static RestorePlan Of(StoredFolder folder, string? target, FolderDownloadOptions options)
    {
        var selected = options.Include.Count == 0 ? null : PathRules.Selecting(options.Include);
        var plan = new RestorePlan(entry => selected?.Excludes(entry.Path, entry.Kind == FolderEntryKind.Folder) != true) { Overwrites = options.Overwrite, SkipsExisting = options.SkipExisting };
        if (target is not null && NodeFacts.Of(Path.Combine(target, ".")) is null && NodeFacts.Of(target) is not null)
            throw new TransferException(TransferErrorKind.Failed, $"{target}: is no folder; name one, or where one can be made");
        var isFree = options.Overwrite || options.SkipExisting || !Directory.Exists(target) || !Directory.EnumerateFileSystemEntries(target).Any();
        var (first, count) = ("", 0L);
        foreach (var entry in folder.Entries().Where(plan.Has))
        {
            plan.Add(entry);
            if (isFree || entry.Kind == FolderEntryKind.Folder || !IsInTheWay(entry, Path.Combine(target!, entry.Path)))
                continue;
            if (count++ == 0)
                first = Path.Combine(target!, entry.Path);
        }

        if (plan.Wanted.Files + plan.Wanted.Folders + plan.Wanted.Links == 0)
            throw new TransferException(TransferErrorKind.Failed, "nothing in the folder is what was asked for; 'storagex ls' with the same key shows what there is");
        if (plan.Stored > options.MaxSize)
            throw new TransferException(TransferErrorKind.Failed, $"{plan.Stored} bytes are to be restored, and {options.MaxSize} are allowed; allow more with --max-size");
        if (count > 0)
            throw new TransferException(TransferErrorKind.Failed, $"{first}: exists already, and is another{(count == 1 ? "" : $"; so are {count - 1} more")}; replace what is there with --force, leave it with --skip-existing, or name another folder");
        return plan;
    }

    private static bool IsInTheWay(FolderEntry entry, string path) => NodeFacts.Of(path) is { } facts && entry.Kind switch
    {
        FolderEntryKind.Link => facts.Kind != NodeKind.Link || new FileInfo(path).LinkTarget != entry.Target,
        _ => facts.Kind != NodeKind.File || facts.Size != entry.Size || facts.Modified != entry.Modified,
    };

    private void Add(FolderEntry entry)
    {
        Wanted = Wanted.With(entry);
        if (entry.Stored is var stored && stored == 0)
            return;
        Stored += stored;
        if (_runs is [.., var last] && last.End == entry.Offset)
            _runs[^1] = (last.Begin, entry.Offset + stored);
        else
            _runs.Add((entry.Offset, entry.Offset + stored));
    }
}
