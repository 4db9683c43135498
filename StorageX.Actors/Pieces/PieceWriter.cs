using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using StorageX.Buffers;
using StorageX.Errors;
using StorageX.Files;
using StorageX.Manifests;

namespace StorageX.Pieces;

/// <summary>
/// Writes a download. A file is written beside its target under another name, flushed, and only then given its own. Disposed
/// before that, it leaves nothing; or, if that is wanted, what was written as <c>target.part</c>, which the next download of
/// the same file continues.
/// </summary>
internal sealed class PieceWriter : IPieceSink
{
    private const string PartSuffix = ".part";

    // Bytes that a name may have on all file systems that are about.
    private const int LongestName = 255;
    private readonly Stream? _stream;
    private readonly SafeFileHandle? _file;
    private readonly string _temporary = "";
    private readonly bool _overwrite;
    private bool _keep;
    private long _offset;
    private bool _complete;
    private bool _isForeign;

    private PieceWriter(Stream stream) => _stream = stream;

    private PieceWriter(SafeFileHandle file, string temporary, string path, bool overwrite, bool keep) =>
        (_file, _temporary, Path, _overwrite, _keep) = (file, temporary, path, overwrite, keep);

    /// <summary>The target's full path; null for a stream.</summary>
    public string? Path { get; }

    /// <summary>Writes to a stream, which the caller keeps and disposes.</summary>
    public static PieceWriter OpenStream(Stream stream) => new(stream);

    /// <summary>Makes the temporary file and reserves its space.</summary>
    /// <param name="path">The target.</param>
    /// <param name="size">The file's size in bytes.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="keep">Whether what was written stays as <c>target.part</c> when the download does not complete.</param>
    /// <exception cref="TransferException">The target exists, or the file cannot be made, or there is no space for it.</exception>
    public static PieceWriter OpenFile(string path, long size, bool overwrite, bool keep = false)
    {
        path = System.IO.Path.GetFullPath(path);
        RequireFree(path, overwrite);
        var directory = System.IO.Path.GetDirectoryName(path)!;
        var temporary = keep ? PartOf(path) : System.IO.Path.Combine(directory, $".storagex-{Guid.NewGuid():n}.part");
        try
        {
            var file = keep ? FileDoor.Continued(temporary) : FileDoor.New(temporary, size: size);
            if (keep)
                RequireSpace(file, path, directory, size);
            return new PieceWriter(file, temporary, path, overwrite, keep);
        }
        catch (ForeignFileException error)
        {
            throw NotOurs(temporary, error);
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
            if (!keep)
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
            throw Exists(path);
    }

    /// <inheritdoc/>
    public async Task<int> ResumeAsync(IEnumerable<ManifestPiece> pieces, CancellationToken cancel)
    {
        if (_file is null || RandomAccess.GetLength(_file) is var length && length == 0 || !_keep)
            return 0;
        var good = 0;
        foreach (var piece in pieces)
        {
            if (good == 0 && piece.Size <= length && Checksum.Tells(piece.Checksum) && !_overwrite && !await HoldsAsync(piece, cancel))
            {
                _isForeign = true;
                throw new TransferException(TransferErrorKind.Failed, $"{_temporary}: holds something else than this download has left; move it away, or replace it with --force");
            }

            if (!Checksum.Tells(piece.Checksum) || piece.Offset + piece.Size > length || !await HoldsAsync(piece, cancel))
                break;
            _offset = piece.Offset + piece.Size;
            good++;
        }

        RandomAccess.SetLength(_file, _offset);
        return good;
    }

    /// <inheritdoc/>
    public void GiveUp() => _keep = false;

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
                _isForeign = !FileFacts.IsAt(_file, _temporary);
                _file.Dispose();
                cancel.ThrowIfCancellationRequested();
                if (_isForeign)
                    throw NotOurs(_temporary);
                RequireFree(Path!, _overwrite);
                if (_overwrite)
                    FileDoor.Replace(_temporary, Path!);
                else if (PrivateFile.TryName(_temporary, Path!))
                    File.Delete(_temporary);
                else
                    throw Exists(Path!);
                _complete = true;
                StorageDevice.FlushDirectory(System.IO.Path.GetDirectoryName(Path!)!);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure(error, Path ?? "the output", null);
        }
    }

    /// <summary>Ends the writing; a file that is not complete goes, or stays as it is named for the next try.</summary>
    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        if (_file is not null && !_complete && !_isForeign && !(_keep && _offset > 0))
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

    /// <summary>Where what was written of a file waits for the next try.</summary>
    private static string PartOf(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        return Encoding.UTF8.GetByteCount(name) + PartSuffix.Length <= LongestName
            ? path + PartSuffix
            : System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".storagex-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}{PartSuffix}");
    }

    private static TransferException Exists(string path) => new(TransferErrorKind.Failed, $"{path}: exists already; name another file, or replace it with --force");

    private static TransferException NotOurs(string temporary, Exception? inner = null) => new(
        TransferErrorKind.Failed, $"{temporary}: is a link, or no file of your own, and is not written to; move it away, or name another target", inner);

    private static void RequireSpace(SafeFileHandle file, string path, string directory, long size)
    {
        var missing = size - RandomAccess.GetLength(file);
        if (!StorageDevice.HasLessThan(missing, directory))
            return;
        var empty = RandomAccess.GetLength(file) == 0;
        file.Dispose();
        if (empty)
            Remove(PartOf(path));
        throw NoSpace(path, size, null);
    }

    private async Task<bool> HoldsAsync(ManifestPiece piece, CancellationToken cancel)
    {
        using var bytes = PooledBytes.Rent(piece.Size);
        return await FileBytes.TryReadAsync(_file!, bytes.Memory, piece.Offset, cancel) && Checksum.Fits(piece.Checksum, bytes.Span);
    }

    private static TransferException NoSpace(string path, long? size, Exception? error) => new(
        TransferErrorKind.Failed, $"{path}: no space left on the device{(size is { } bytes ? $" for a file of {bytes} bytes" : "")}; free some, or choose another place", error);

    /// <summary>The end of a download whose file cannot be written.</summary>
    internal static TransferException WriteFailure(Exception error, string path, long? size) =>
        (error is IOException io && StorageDevice.IsFull(io)) || (size is { } needed && StorageDevice.HasLessThan(needed, System.IO.Path.GetDirectoryName(path)!))
        ? NoSpace(path, size, error)
        : new(TransferErrorKind.Failed, $"{path}: cannot be written: {SystemWords.Of(error)}", error);
}
