using StorageX.Folders;
using StorageX.Manifests.Folders;

namespace StorageX.Host.Cli.Terminals;

/// <content>Folders.</content>
internal sealed partial class JsonLines
{
    /// <summary>An upload of a folder: an event for every entry that is not stored as it should be, then the key.</summary>
    public void UploadedFolder(FolderUploadResult result)
    {
        Problems(result.Problems);
        Write("done", line =>
        {
            line.Add("key", result.Upload.Key);
            line.Add("name", result.Upload.Manifest.FileName);
            AddCounts(line, result.Files, result.Folders, result.Links, result.Bytes);
            line.Add("pieces", result.Upload.Manifest.PieceCount);
            line.Add("skipped", result.Upload.Skipped);
            line.Add("resent", result.Upload.Resent);
            line.Add("problems", result.ProblemCount);
        });
    }

    /// <summary>What an upload of a folder would store.</summary>
    public void Scanned(FolderScan scan)
    {
        Problems(scan.Problems);
        Write("done", line =>
        {
            AddCounts(line, scan.Files, scan.Folders, scan.Links, scan.Bytes);
            line.Add("problems", scan.ProblemCount);
        });
    }

    /// <summary>A download of a folder: an event for every entry that is not restored as it should be, then the folder.</summary>
    public void DownloadedFolder(FolderDownloadResult result)
    {
        Problems(result.Problems);
        Write("done", line =>
        {
            line.Add("path", result.Path);
            AddCounts(line, result.Files, result.Folders, result.Links, result.Bytes);
            line.Add("skipped", result.Skipped);
            line.Add("problems", result.ProblemCount);
        });
    }

    /// <summary>A file that was written.</summary>
    public void Restored(string path) => Write("done", line => line.Add("path", path));

    /// <summary>An entry of a folder.</summary>
    public void Entry(FolderEntry entry) => Write("entry", line =>
    {
        line.Add("path", entry.Path);
        line.Add("type", entry.Kind switch { FolderEntryKind.Folder => "dir", FolderEntryKind.Link => "link", _ => "file" });
        line.Add("size", entry.Kind == FolderEntryKind.File ? entry.Size : null);
        line.Add("modified", entry.Modified?.ToString());
        line.Add("mode", entry.Mode is { } mode ? Convert.ToString(mode, 8) : null);
        line.Add("target", entry.Target);
    });

    /// <summary>The end of a list of entries.</summary>
    public void Listed(long entries, long files, long bytes) => Write("done", line =>
    {
        line.Add("entries", entries);
        line.Add("files", files);
        line.Add("bytes", bytes);
    });

    /// <summary>A difference between two folders.</summary>
    public void Changed(FolderChange change) => Write("change", line =>
    {
        line.Add("kind", Word(change.Kind));
        line.Add("path", change.Path);
        line.Add("from", change.From);
    });

    /// <summary>The end of a comparison.</summary>
    public void Compared(int changes) => Write("done", line => line.Add("changes", changes));

    private static void AddCounts(JsonLine line, long files, long folders, long links, long bytes)
    {
        line.Add("files", files);
        line.Add("folders", folders);
        line.Add("links", links);
        line.Add("bytes", bytes);
    }

    private void Problems(IReadOnlyList<FolderProblem> problems)
    {
        foreach (var problem in problems)
            Write("problem", line =>
            {
                line.Add("path", problem.Path);
                line.Add("message", problem.Why);
            });
    }
}
