using Microsoft.Win32.SafeHandles;

namespace StorageX.Pieces;

/// <summary>
/// Writes a download. A file is written beside its target under a temporary name, flushed, and only then given its own
/// name; disposed before that, it leaves nothing.
/// </summary>
internal sealed class PieceWriter : IAsyncDisposable
{
    private readonly Stream? _stream;
    private readonly SafeFileHandle? _file;
    private readonly string _temporary = "";
    private readonly bool _overwrite;
    private long _offset;
    private bool _complete;

    private PieceWriter(Stream stream) => _stream = stream;

    private PieceWriter(SafeFileHandle file, string temporary, string path, bool overwrite) =>
        (_file, _temporary, Path, _overwrite) = (file, temporary, path, overwrite);

    /// <summary>The target's full path; null for a stream.</summary>
    public string? Path { get; }

    /// <summary>Writes to a stream, which the caller keeps and disposes.</summary>
    public static PieceWriter OpenStream(Stream stream) => new(stream);

    /// <summary>Makes the temporary file and reserves its space.</summary>
    /// <param name="path">The target.</param>
    /// <param name="size">The file's size in bytes.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <exception cref="TransferException">The target exists, or the file cannot be made, or there is no space for it.</exception>
    public static PieceWriter OpenFile(string path, long size, bool overwrite)
    {
        path = System.IO.Path.GetFullPath(path);
        RequireFree(path, overwrite);
        var directory = System.IO.Path.GetDirectoryName(path)!;
        var temporary = System.IO.Path.Combine(directory, $".storagex-{Guid.NewGuid():n}.part");
        try
        {
            var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous, size);
            return new PieceWriter(file, temporary, path, overwrite);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new TransferException(TransferErrorKind.Failed, $"{directory}: no such directory; make it first", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new TransferException(TransferErrorKind.Failed, $"{directory}: permission denied; nothing can be written there", error);
        }
        catch (IOException error)
        {
            Remove(temporary);
            throw WriteFailure(error, path, size);
        }
    }

    /// <summary>
    /// Refuses a target that is a directory; one in <c>/dev</c>, where a file would take a device's place; and one that exists
    /// and must be kept.
    /// </summary>
    /// <exception cref="TransferException">It is one of these.</exception>
    public static void RequireFree(string path, bool overwrite)
    {
        if (Directory.Exists(path))
            throw new TransferException(TransferErrorKind.Failed, $"{path}: is a directory");
        if (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal))
            throw new TransferException(TransferErrorKind.Failed, $"{path}: is no place for a file; to write to a device, name - as the target and redirect it");
        if (!overwrite && (File.Exists(path) || new FileInfo(path).LinkTarget is not null))
            throw new TransferException(TransferErrorKind.Failed, $"{path}: exists already; name another file, or replace it with --force");
    }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="TransferException">They cannot be written.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            if (_file is null)
                await _stream!.WriteAsync(bytes, cancel);
            else
                await RandomAccess.WriteAsync(_file, bytes, _offset, cancel);
            _offset += bytes.Length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure(error, Path ?? "the output", null);
        }
    }

    /// <summary>Flushes to the disk and gives the file its name; a stream is flushed.</summary>
    /// <exception cref="TransferException">That failed; the file is not there under its name.</exception>
    public async Task CompleteAsync(CancellationToken cancel)
    {
        try
        {
            if (_file is null)
            {
                await _stream!.FlushAsync(cancel);
            }
            else
            {
                RandomAccess.FlushToDisk(_file);
                _file.Dispose();
                cancel.ThrowIfCancellationRequested();
                RequireFree(Path!, _overwrite);
                File.Move(_temporary, Path!, _overwrite);
                _complete = true;
                StorageDevice.FlushDirectory(System.IO.Path.GetDirectoryName(Path!)!);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure(error, Path ?? "the output", null);
        }
    }

    /// <summary>Ends the writing; a file that is not complete goes.</summary>
    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        if (_file is not null && !_complete)
            Remove(_temporary);
        return default;
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Its directory is gone, or may no longer be written: what ended the download says more than this could.
        }
    }

    private static TransferException WriteFailure(Exception error, string path, long? size) =>
        (error is IOException io && StorageDevice.IsFull(io)) || (size is { } needed && StorageDevice.HasLessThan(needed, System.IO.Path.GetDirectoryName(path)!))
        ? new(TransferErrorKind.Failed, $"{path}: no space left on the device{(size is { } bytes ? $" for a file of {bytes} bytes" : "")}; free some, or choose another place", error)
        : new(TransferErrorKind.Failed, $"{path}: cannot be written: {error.Message}", error);
}
