using System.Formats.Tar;
using StorageX.Manifests.Folders;

namespace StorageX.Folders;

/// <summary>Writes a stored folder as a tar archive in the format of POSIX.1-2001 (pax), with times from 1970 on, to 100 nanoseconds.</summary>
/// <param name="folder">The stored folder.</param>
/// <param name="plan">What of it is written.</param>
/// <param name="report">Is told how far it is.</param>
internal sealed class FolderTar(StoredFolder folder, RestorePlan plan, Action<FolderCounts, long> report)
{
    private const int Rights = 0x1FF;
    private const int DefaultRights = 0x1B6;

    /// <summary>Writes it.</summary>
    /// <exception cref="TransferException">A piece cannot be had; the archive ends there.</exception>
    public async Task WriteAsync(Stream destination, CancellationToken cancel)
    {
        var (done, bytes) = (new FolderCounts(), 0L);
        await using (var tar = new TarWriter(destination, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var entry in folder.Entries().Where(plan.Has))
            {
                await using var content = entry is { Kind: FolderEntryKind.File, Size: > 0 } ? folder.OpenRead(entry) : null;
                await tar.WriteEntryAsync(EntryOf(entry, content), cancel);
                (done, bytes) = (done.With(entry), bytes + entry.Stored);
                report(done, bytes);
            }
        }

        await destination.FlushAsync(cancel);
    }

    private static PaxTarEntry EntryOf(FolderEntry entry, Stream? content)
    {
        var type = entry.Kind switch { FolderEntryKind.Folder => TarEntryType.Directory, FolderEntryKind.Link => TarEntryType.SymbolicLink, _ => TarEntryType.RegularFile };
        var name = entry.Path.Length == 0 ? "./" : entry.Kind == FolderEntryKind.Folder ? entry.Path + "/" : entry.Path;
        // Times before 1970 are not written by what writes archives here.
        var written = new PaxTarEntry(type, name)
        {
            Mode = (UnixFileMode)((entry.Mode ?? DefaultRights) & Rights),
            ModificationTime = entry.Modified is { Seconds: >= 0 } time ? time.ToDateTimeOffset() : DateTimeOffset.UnixEpoch,
        };
        if (content is not null)
            written.DataStream = content;
        if (entry.Target is { } target)
            written.LinkName = target;
        return written;
    }
}
