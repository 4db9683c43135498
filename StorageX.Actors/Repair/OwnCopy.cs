using Microsoft.Win32.SafeHandles;
using StorageX.Buffers;
using StorageX.Errors;
using StorageX.Files;
using StorageX.Manifests;

namespace StorageX.Repair;

/// <summary>A user's own file, from which pieces of a stored one are restored. Safe for many readers at once.</summary>
internal sealed class OwnCopy : IDisposable
{
    private readonly FileStream _file;

    private OwnCopy(string path, FileStream file) => (Path, _file, Length) = (path, file, file.Length);

    /// <summary>Its path, as it was given.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

    /// <summary>The open file.</summary>
    public SafeFileHandle Handle => _file.SafeFileHandle;

    /// <summary>A file that is open already.</summary>
    public static OwnCopy Of(FileStream file, string path) => new(path, file);

    /// <summary>Opens a regular file.</summary>
    /// <exception cref="TransferException">It is none, or cannot be opened.</exception>
    public static OwnCopy Open(string path)
    {
        try
        {
            if (!File.Exists(path) || FileFacts.IsSpecial(path))
                throw new TransferException(TransferErrorKind.Failed, $"{path}: {(Directory.Exists(path) ? "is a directory" : File.Exists(path) ? "is a pipe or a device" : "no such file")}; name the file that was uploaded");
            return new OwnCopy(path, FileDoor.Source(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TransferException(TransferErrorKind.Failed, $"{path}: cannot be read: {SystemWords.Of(error)}", error);
        }
    }

    /// <summary>The bytes of a piece, if the file has them at its place; null if it has others there, or none.</summary>
    /// <exception cref="TransferException">The file cannot be read on.</exception>
    public async Task<PooledBytes?> TryReadAsync(ManifestPiece piece, CancellationToken cancel)
    {
        if (!Checksum.Tells(piece.Checksum))
            return null;
        var bytes = PooledBytes.Rent(piece.Size);
        var isRight = false;
        try
        {
            isRight = await FileBytes.TryReadAsync(Handle, bytes.Memory, piece.Offset, cancel) && Checksum.Fits(piece.Checksum, bytes.Span);
            return isRight ? bytes : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TransferException(TransferErrorKind.Failed, $"{Path}: cannot be read: {SystemWords.Of(error)}", error);
        }
        finally
        {
            if (!isRight)
                bytes.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
