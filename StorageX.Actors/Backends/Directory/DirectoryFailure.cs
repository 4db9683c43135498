using StorageX.Errors;
using StorageX.Files;

namespace StorageX.Backends;

/// <summary>What a file system's failure means for a request to a <see cref="DirectoryBackend"/>.</summary>
internal static class DirectoryFailure
{
    /// <summary>The failure of a read.</summary>
    public static BackendException OfReading(Exception error, string path) =>
        error is ForeignFileException or FileNotFoundException or DirectoryNotFoundException or PathTooLongException || Directory.Exists(path)
            ? new(BackendErrorKind.Lost, $"{path}: no such image", inner: error)
            : Of(error, path);

    /// <summary>The failure of a write or a deletion.</summary>
    public static BackendException OfWriting(Exception error, string path) => error switch
    {
        IOException io when StorageDevice.IsFull(io) => new(BackendErrorKind.Rejected, $"{path}: no space left on the device", inner: error),
        IOException io when StorageDevice.IsReadOnly(io) => new(BackendErrorKind.Unauthorised, $"{path}: the file system is read-only", inner: error),
        PathTooLongException => new(BackendErrorKind.Rejected, $"{path}: the path is too long", inner: error),
        IOException when FileOnTheWay(path) is { } file => new(BackendErrorKind.Rejected, $"{file}: is a file, where a directory is needed", inner: error),
        DirectoryNotFoundException or FileNotFoundException when !CanBeMade(path) => new(BackendErrorKind.Rejected, $"{path}: no directory can be made there", inner: error),
        _ => Of(error, path),
    };

    private static BackendException Of(Exception error, string path) => error is UnauthorizedAccessException
        ? new(BackendErrorKind.Unauthorised, $"{path}: permission denied", inner: error)
        : new(BackendErrorKind.Transient, $"{path}: {SystemWords.Of(error)}", inner: error);

    // One that somebody has just removed can.
    private static bool CanBeMade(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? FileOnTheWay(string path)
    {
        for (var parent = Path.GetDirectoryName(path); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (File.Exists(parent))
                return parent;
        }

        return null;
    }
}
