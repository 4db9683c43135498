using System.IO.Enumeration;
using System.Text;
using Microsoft.Win32.SafeHandles;
using StorageX.Errors;
using StorageX.Files;
using StorageX.Manifests.Folders;

namespace StorageX.Folders;

/// <summary>
/// Walks over a folder in the order of its tree, and follows no link. Memory is that of the names of the folders that are open. What cannot be
/// stored is told, and left out.
/// </summary>
/// <param name="root">The folder, as its user named it; a link to it is followed.</param>
/// <param name="options">What is left out.</param>
/// <param name="problems">Is told what could not be looked at.</param>
internal sealed class FolderWalk(string root, FolderWalkOptions options, FolderProblems problems)
{
    // A path that a system call takes has 4096 bytes at most: below longer ones a folder is reached through its handle.
    private const int LongPlace = 2000;
    private const string CacheTag = "CACHEDIR.TAG";
    private static readonly byte[] CacheSignature = "Signature: 8a477f597d28d172789f06886806bc55"u8.ToArray();
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, ReturnSpecialDirectories = false };

    /// <summary>The entries, the folder itself first.</summary>
    /// <exception cref="IOException">The folder itself cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public IEnumerable<FolderNode> Walk()
    {
        // With a name behind it, a link to the folder is followed.
        var facts = NodeFacts.Of(Path.Combine(root, ".")) ?? throw new DirectoryNotFoundException($"{root}: no such directory");
        var open = new Stack<OpenFolder>();
        var top = new OpenFolder("", root, facts.Place.Device, null, NamesIn(root));
        yield return NodeOf("", root, facts)!;
        try
        {
            open.Push(top);
            while (open.TryPeek(out var folder))
            {
                if (!folder.TryNext(out var name))
                {
                    open.Pop().Handle?.Dispose();
                    continue;
                }

                if (Look(folder, name) is not { } node)
                    continue;
                yield return node;
                if (node.Entry.Kind == FolderEntryKind.Folder && Enter(node, top.Device) is { } below)
                    open.Push(below);
            }
        }
        finally
        {
            foreach (var folder in open)
                folder.Handle?.Dispose();
        }
    }

    private FolderNode? Look(OpenFolder folder, string name)
    {
        var (path, place) = (folder.Path.Length == 0 ? name : $"{folder.Path}/{name}", Path.Combine(folder.Place, name));
        if (NodeFacts.Of(place) is not { } facts)
        {
            problems.Add(path, name.Contains('\uFFFD') ? "its name is not UTF-8" : "it cannot be looked at, or is gone");
            return null;
        }

        if (options.IsExcluded(path, facts.Kind == NodeKind.Directory) || (folder.IsCache && name != CacheTag))
            return null;
        if (FolderLine.IsPath(path))
            return NodeOf(path, place, facts);
        problems.Add(path, name.Contains('/') || name.Contains('\\') ? "its name cannot be kept" : "its path is too long");
        return null;
    }

    private FolderNode? NodeOf(string path, string place, NodeFacts facts)
    {
        var entry = new FolderEntry(path, facts.Kind switch { NodeKind.Directory => FolderEntryKind.Folder, NodeKind.Link => FolderEntryKind.Link, _ => FolderEntryKind.File })
        {
            Size = facts.Size,
            Mode = facts.Kind == NodeKind.Link ? null : facts.Mode,
            Modified = facts.Modified.IsInRange ? facts.Modified : null,
        };
        switch (facts.Kind)
        {
            case NodeKind.Special:
                problems.Add(path, "it is a socket, a pipe or a device");
                return null;
            case NodeKind.Link:
                var target = new FileInfo(place).LinkTarget;
                if (target is { Length: > 0 } && !target.Contains('\uFFFD') && Encoding.UTF8.GetByteCount(target) <= FolderLine.LongestTarget)
                    return new FolderNode(entry with { Target = target }, place, facts);
                problems.Add(path, target is null ? "the link cannot be read" : "what the link says is not UTF-8");
                return null;
            default:
                return new FolderNode(entry, place, facts);
        }
    }

    private OpenFolder? Enter(FolderNode node, ulong device)
    {
        if (options.OneFileSystem && node.Facts.Place.Device != device)
            return null;
        try
        {
            var (place, handle) = (node.Place, (SafeFileHandle?)null);
            if (OperatingSystem.IsLinux() && Encoding.UTF8.GetByteCount(place) > LongPlace)
            {
                handle = OpenPath.Directory(place);
                place = OpenPath.PathOf(handle);
            }

            return new OpenFolder(node.Entry.Path, place, node.Facts.Place.Device, handle, NamesIn(place)) { IsCache = options.ExcludeCaches && IsCache(place) };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(node.Entry.Path, error is UnauthorizedAccessException ? "permission denied; what is in it is left out" : $"what is in it cannot be read: {SystemWords.Of(error)}");
            return null;
        }
    }

    private static List<string> NamesIn(string place)
    {
        List<string> names = [.. new FileSystemEnumerable<string>(place, (ref FileSystemEntry entry) => entry.FileName.ToString(), Everything)];
        names.Sort((one, other) => PathOrder.CompareNames(one, other));
        return names;
    }

    private static bool IsCache(string place)
    {
        var tag = Path.Combine(place, CacheTag);
        if (NodeFacts.Of(tag) is not { Kind: NodeKind.File })
            return false;
        using var file = FileDoor.Kept(tag);
        var start = new byte[CacheSignature.Length];
        return RandomAccess.Read(file, start, 0) == start.Length && start.AsSpan().SequenceEqual(CacheSignature);
    }

    private sealed record OpenFolder(string Path, string Place, ulong Device, SafeFileHandle? Handle, List<string> Names)
    {
        private int _next;

        public bool IsCache { get; init; }

        public bool TryNext(out string name)
        {
            name = _next < Names.Count ? Names[_next] : "";
            return _next++ < Names.Count;
        }
    }
}
