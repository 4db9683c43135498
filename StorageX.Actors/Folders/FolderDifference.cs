using StorageX.Manifests.Folders;

namespace StorageX.Folders;

/// <summary>What became of an entry.</summary>
internal enum FolderChangeKind
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>It is there no more.</summary>
    Removed,

    /// <summary>It is another: its kind, size, time, rights, or what a link says.</summary>
    Changed,

    /// <summary>A file that is elsewhere now, by its size and time.</summary>
    Moved,
}

/// <summary>A difference between two folders.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Path">Where it is, or was.</param>
/// <param name="From">Where one that was moved was before.</param>
internal sealed record FolderChange(FolderChangeKind Kind, string Path, string? From = null);

/// <summary>Compares two trees, entry by entry; memory is that of what differs.</summary>
internal static class FolderDifference
{
    /// <summary>The differences in the order of the paths.</summary>
    /// <param name="before">The older tree, in its order.</param>
    /// <param name="after">The newer.</param>
    public static IReadOnlyList<FolderChange> Of(IEnumerable<FolderEntry> before, IEnumerable<FolderEntry> after)
    {
        var (removed, added, changes) = (new List<FolderEntry>(), new List<FolderEntry>(), new List<FolderChange>());
        using var old = before.GetEnumerator();
        using var now = after.GetEnumerator();
        var (hasOld, hasNow) = (old.MoveNext(), now.MoveNext());
        while (hasOld || hasNow)
        {
            var order = !hasOld ? 1 : !hasNow ? -1 : PathOrder.Compare(old.Current.Path, now.Current.Path);
            if (order < 0)
                removed.Add(old.Current);
            else if (order > 0)
                added.Add(now.Current);
            else if (IsChanged(old.Current, now.Current))
                changes.Add(new FolderChange(FolderChangeKind.Changed, now.Current.Path));
            hasOld = order <= 0 ? old.MoveNext() : hasOld;
            hasNow = order >= 0 ? now.MoveNext() : hasNow;
        }

        changes.AddRange(Moved(removed, added));
        changes.Sort((one, other) => PathOrder.Compare(one.Path, other.Path));
        return changes;
    }

    // The time of a folder says only that something in it did.
    private static bool IsChanged(FolderEntry old, FolderEntry now) => old.Kind != now.Kind || old.Mode != now.Mode || old.Size != now.Size || old.Target != now.Target
        || (now.Kind == FolderEntryKind.File && old.Modified != now.Modified);

    private static IEnumerable<FolderChange> Moved(List<FolderEntry> removed, List<FolderEntry> added)
    {
        var gone = removed.Where(IsTold).GroupBy(Mark).ToDictionary(group => group.Key, group => new Queue<FolderEntry>(group));
        var moved = new HashSet<string>();
        foreach (var entry in added)
        {
            if (IsTold(entry) && gone.TryGetValue(Mark(entry), out var same) && same.TryDequeue(out var from))
            {
                moved.Add(from.Path);
                yield return new FolderChange(FolderChangeKind.Moved, entry.Path, from.Path);
            }
            else
            {
                yield return new FolderChange(FolderChangeKind.Added, entry.Path);
            }
        }

        foreach (var entry in removed.Where(entry => !moved.Contains(entry.Path)))
            yield return new FolderChange(FolderChangeKind.Removed, entry.Path);
    }

    private static bool IsTold(FolderEntry entry) => entry is { Kind: FolderEntryKind.File, Size: > 0, Modified: not null };

    private static (long Size, Files.FileTime? Modified) Mark(FolderEntry entry) => (entry.Size, entry.Modified);
}
