using StorageX.Folders;
using StorageX.Manifests;
using StorageX.Manifests.Folders;
using StorageX.Pieces;

namespace StorageX;

/// <summary>
/// A stored folder that is open: its tree has been fetched and checked, its files are fetched as they are read. The tree is kept in a temporary file, so
/// memory does not grow with it.
/// </summary>
public sealed class StoredFolder : IAsyncDisposable
{
    private const int CopyBytes = 128 << 10;
    private readonly StoredFile _file;
    private readonly TextSpool _tree;

    private StoredFolder(StoredFile file, TextSpool tree, FolderEntry folder) => (_file, _tree, Folder) = (file, tree, folder);

    /// <summary>What the key leads to.</summary>
    public Manifest Manifest => _file.Manifest;

    /// <summary>The folder itself.</summary>
    public FolderEntry Folder { get; }

    /// <summary>How many entries there are, the folder itself among them.</summary>
    public long Count { get; private init; }

    /// <summary>The sizes of all files together, in bytes.</summary>
    public long Size { get; private init; }

    private long TreeOffset => Manifest.TreeOffset!.Value;

    /// <summary>All entries in the order of the tree: a folder before what is in it, the outermost first. They are read again each time.</summary>
    public IEnumerable<FolderEntry> Entries()
    {
        using var text = _tree.OpenText();
        foreach (var entry in FolderTreeReader.Read(text, TreeOffset))
            yield return entry;
    }

    /// <summary>The entry at a path; null where there is none.</summary>
    /// <param name="path">Names with <c>/</c> between; empty for the folder itself. A <c>./</c> before it and a <c>/</c> at its ends do not count.</param>
    public FolderEntry? Find(string path)
    {
        path = Normal(path);
        return Entries().FirstOrDefault(entry => entry.Path == path);
    }

    /// <summary>A path as a person may write it, as a tree has it: without <c>./</c> before it and <c>/</c> at its ends.</summary>
    internal static string Normal(string path)
    {
        path = path.Trim('/');
        while (path.StartsWith("./", StringComparison.Ordinal))
            path = path[2..].Trim('/');
        return path == "." ? "" : path;
    }

    /// <summary>Opens a file of the folder for reading, from anywhere in it. Only what is read is fetched.</summary>
    /// <param name="entry">One of <see cref="Entries"/> that is a file.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public Stream OpenRead(FolderEntry entry)
    {
        if (entry.Kind != FolderEntryKind.File)
            throw new ArgumentException($"{entry.Path}: is no file", nameof(entry));
        return new EntryStream(_file.OpenRead(entry.Offset + entry.Stored), entry);
    }

    /// <summary>Opens the bytes of all files together.</summary>
    /// <param name="until">Nothing from this byte on is fetched ahead.</param>
    internal Stream OpenBytes(long until) => _file.OpenRead(until);

    /// <summary>Fetches and checks the tree.</summary>
    /// <param name="file">What the key leads to; disposed with the folder, and when this fails.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="TransferException">It is no folder, the tree cannot be had, or is not as it should be.</exception>
    internal static async Task<StoredFolder> OpenAsync(StoredFile file, CancellationToken cancel)
    {
        var tree = new TextSpool();
        try
        {
            if (file.Manifest.TreeOffset is not { } offset)
                throw new TransferException(TransferErrorKind.Failed, "the key leads to a file, not to a folder");
            ManifestSink.RequireSpace(file.Length - offset);
            await using var stored = file.OpenRead();
            stored.Position = offset;
            var buffer = new byte[CopyBytes];
            for (int read; (read = await stored.ReadAsync(buffer, cancel)) > 0;)
                await tree.WriteAsync(buffer.AsMemory(0, read), cancel);
            tree.Complete();
            var counts = new FolderCounts();
            FolderEntry? folder = null;
            using var text = tree.OpenText();
            foreach (var entry in FolderTreeReader.Read(text, offset))
            {
                folder ??= entry;
                counts = counts.With(entry);
            }

            return new StoredFolder(file, tree, folder!) { Count = counts.Files + counts.Folders + counts.Links, Size = counts.Bytes };
        }
        catch
        {
            await tree.DisposeAsync();
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes it; streams that are open end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        await _tree.DisposeAsync();
    }
}
