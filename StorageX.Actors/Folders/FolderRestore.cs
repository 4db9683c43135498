using Microsoft.Win32.SafeHandles;
using StorageX.Errors;
using StorageX.Files;
using StorageX.Manifests.Folders;
using StorageX.Pieces;

namespace StorageX.Folders;

/// <summary>Writes a stored folder, or a part of it, into one on this machine. Its tree has been checked whole before.</summary>
/// <param name="folder">The stored folder.</param>
/// <param name="target">The folder that is filled.</param>
/// <param name="plan">What of it is restored.</param>
/// <param name="problems">Is told what could not be restored.</param>
/// <param name="report">Is told how far it is.</param>
internal sealed class FolderRestore(StoredFolder folder, string target, RestorePlan plan, FolderProblems problems, Action<FolderCounts, long> report) : IDisposable
{
    private const int BufferBytes = 256 << 10;
    private const int Rights = 0x1FF;
    private readonly List<OpenFolder> _open = [];
    private readonly byte[] _buffer = new byte[BufferBytes];
    private FolderCounts _done = new();
    private Stream? _bytes;
    private int _run = -1;
    private long _written;

    /// <summary>How much is restored, what was there already among it.</summary>
    public FolderCounts Done => _done;

    /// <summary>How many files and links were there already.</summary>
    public long Skipped { get; private set; }

    /// <summary>Whether something could not be had because images are lost or altered.</summary>
    public TransferErrorKind? Missing { get; private set; }

    /// <summary>Restores all that is planned.</summary>
    /// <exception cref="TransferException">It cannot go on: no space is left, or the hosts do not answer.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var entry in folder.Entries())
        {
            cancel.ThrowIfCancellationRequested();
            Leave(entry.Path);
            if (entry.Kind == FolderEntryKind.Folder)
                _open.Add(new OpenFolder(entry));
            if (!plan.Has(entry) || Door() is not { } door)
                continue;
            await RestoreAsync(entry, door, cancel);
            report(_done, _written);
        }

        Leave(null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bytes?.Dispose();
        foreach (var open in _open)
            open.Door?.Dispose();
    }

    private async Task RestoreAsync(FolderEntry entry, FolderDoor door, CancellationToken cancel)
    {
        try
        {
            if (entry.Kind == FolderEntryKind.File)
                await WriteAsync(entry, door, cancel);
            else if (entry.Kind == FolderEntryKind.Link)
                Link(entry, door);
            _done = _done.With(entry);
        }
        catch (TransferException error) when (error.Kind is TransferErrorKind.Lost or TransferErrorKind.Corrupt)
        {
            Missing ??= error.Kind;
            problems.Add(entry.Path, error.Message);
        }
        catch (Exception error) when (IsOfEntry(error))
        {
            Tell(entry, error);
        }
    }

    // The innermost folder that is open, made where it is not there; null where that failed, or one above it did.
    private FolderDoor? Door()
    {
        for (var level = 0; level < _open.Count; level++)
        {
            var open = _open[level];
            if (open.HasFailed)
                return null;
            if (open.Door is not null)
                continue;
            try
            {
                var isPrivate = open.Entry.Mode is not null;
                open.Door = level == 0 ? FolderDoor.Open(target, isPrivate) : _open[level - 1].Door!.Enter(open.Entry.Name, isPrivate);
                open.Door.LetWrite();
            }
            catch (Exception error) when (level > 0 && IsOfEntry(error))
            {
                open.HasFailed = true;
                Tell(open.Entry, error);
                return null;
            }
            catch (Exception error) when (IsOfEntry(error))
            {
                throw PieceWriter.WriteFailure(error, target, null);
            }
        }

        return _open[^1].Door;
    }

    // Folders get their rights and times when nothing more is written into them.
    private void Leave(string? next)
    {
        while (_open.Count > 0 && !(next is not null && IsIn(next, _open[^1].Entry.Path)))
        {
            var open = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            using var door = open.Door;
            try
            {
                door?.Complete(open.Entry.Mode & Rights, open.Entry.Modified);
            }
            catch (Exception error) when (IsOfEntry(error))
            {
                Tell(open.Entry, error);
            }
        }
    }

    private static bool IsIn(string path, string folder) => folder.Length == 0 || (path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal));

    private async Task WriteAsync(FolderEntry entry, FolderDoor door, CancellationToken cancel)
    {
        var there = door.Find(entry.Name);
        if (there is { Kind: NodeKind.File } facts && facts.Size == entry.Size && facts.Modified == entry.Modified && !plan.Overwrites)
        {
            Skip(entry);
            return;
        }

        if (there is not null && plan.SkipsExisting)
        {
            Skip(entry);
            return;
        }

        try
        {
            using (var file = door.Begin(entry.Name))
            {
                await CopyAsync(entry, file, cancel);
                if (entry.Mode is { } mode && !OperatingSystem.IsWindows())
                    File.SetUnixFileMode(file, (UnixFileMode)(mode & Rights));
            }

            door.Name(entry.Name, entry.Modified, plan.Overwrites);
        }
        catch
        {
            door.Drop(entry.Name);
            throw;
        }
    }

    private void Link(FolderEntry entry, FolderDoor door)
    {
        var isThere = door.Find(entry.Name) is not null;
        if (isThere && (plan.SkipsExisting || door.TargetOf(entry.Name) == entry.Target))
            Skip(entry);
        else
            door.Link(entry.Name, entry.Target!, entry.Modified, plan.Overwrites);
    }

    private void Skip(FolderEntry entry)
    {
        Skipped++;
        _written += entry.Stored;
    }

    private async Task CopyAsync(FolderEntry entry, SafeFileHandle file, CancellationToken cancel)
    {
        var place = entry.Offset;
        foreach (var (offset, length) in entry.Stretches)
        {
            var bytes = BytesAt(place);
            for (long done = 0; done < length;)
            {
                var count = await bytes.ReadAsync(_buffer.AsMemory(0, (int)Math.Min(_buffer.Length, length - done)), cancel);
                RandomAccess.Write(file, _buffer.AsSpan(0, count), offset + done);
                done += count;
                _written += count;
                if (length > _buffer.Length)
                    report(_done, _written);
            }

            place += length;
        }

        if (entry.Data is not null)
            RandomAccess.SetLength(file, entry.Size);
    }

    // One stream for each run of bytes that are wanted, so that it reads ahead as far as they go.
    private Stream BytesAt(long place)
    {
        var run = _run;
        while (run < 0 || place >= plan.Runs[run].End)
            run++;
        if (run != _run)
        {
            _bytes?.Dispose();
            (_run, _bytes) = (run, folder.OpenBytes(plan.Runs[run].End));
        }

        if (_bytes!.Position != place)
            _bytes.Position = place;
        return _bytes;
    }

    private static bool IsOfEntry(Exception error) => error is IOException or UnauthorizedAccessException or ForeignFileException or ArgumentException or NotSupportedException;

    private void Tell(FolderEntry entry, Exception error)
    {
        if (error is IOException full && StorageDevice.IsFull(full))
            throw PieceWriter.WriteFailure(error, target, null);
        problems.Add(entry.Path, error switch
        {
            ForeignFileException => "a link is in its place, and nothing is written through one",
            UnauthorizedAccessException => "permission denied",
            _ => $"it cannot be written here: {SystemWords.Of(error)}",
        });
    }

    private sealed class OpenFolder(FolderEntry entry)
    {
        public FolderEntry Entry => entry;

        public FolderDoor? Door { get; set; }

        public bool HasFailed { get; set; }
    }
}
