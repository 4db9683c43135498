using System.Security.Cryptography;
using StorageX.Buffers;
using StorageX.Files;

namespace StorageX.Backends;

/// <summary>
/// Keeps images as files in a directory: <c>ab/cd/abcd….png</c>, named by the identity that the caller gives, or else by the
/// SHA-256 of the file, so the same image is kept once. A file appears under its name only when it is whole. Locators are
/// <c>file://</c> URLs.
/// </summary>
public sealed class DirectoryBackend : IImageBackend
{
    /// <summary>The largest image it takes unless told otherwise, in bytes: 256 MiB.</summary>
    public const long LargestImage = 256L << 20;

    private readonly string _root;
    private readonly string _inside;
    private readonly bool _sync;
    private int _tidied;

    /// <param name="name">The name it has in the configuration.</param>
    /// <param name="root">The directory; it is made at the first upload.</param>
    /// <param name="sync">Whether each image is flushed to the disk before its key is told.</param>
    /// <param name="maxBytes">The largest image it takes, in bytes, up to <see cref="LargestImage"/>.</param>
    public DirectoryBackend(string name, string root, bool sync = true, long maxBytes = LargestImage)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, LargestImage);
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _inside = Path.EndsInDirectorySeparator(_root) ? _root : _root + Path.DirectorySeparatorChar;
        _sync = sync;
        Properties = new BackendProperties(name, maxBytes, 1, int.MaxValue, CanDelete: true)
        {
            ChecksAreCheap = true,
            ShortestLocator = FileLocator.From(Path.Combine(_root, "00", "00", new string('0', 2 * SHA256.HashSizeInBytes) + ".png")).Length,
        };
    }

    /// <inheritdoc/>
    public BackendProperties Properties { get; }

    /// <summary>The directory that would hold <paramref name="locator"/> if it is a <c>file://</c> URL; null if it is not.</summary>
    public static string? RootOf(string locator)
    {
        if (FileLocator.PathOf(locator) is not { } path || Path.GetDirectoryName(path) is not { } inner)
            return null;
        var name = Path.GetFileName(path);
        var outer = Path.GetDirectoryName(inner);
        var fannedOut = name.Length > 4 && outer is not null && Path.GetFileName(inner) == name[2..4]
            && Path.GetFileName(outer) == name[..2];
        return fannedOut ? Path.GetDirectoryName(outer) : inner;
    }

    /// <inheritdoc/>
    public bool Owns(string locator) =>
        FileLocator.PathOf(locator) is { } path && path.StartsWith(_inside, StringComparison.Ordinal);

    /// <inheritdoc/>
    public ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel) => UploadAsync(image, default, cancel);

    /// <inheritdoc/>
    public async ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, ReadOnlyMemory<byte> identity, CancellationToken cancel)
    {
        RequireFits(image);
        var name = Convert.ToHexStringLower(identity.IsEmpty ? SHA256.HashData(image.Span) : identity.Span) + ".png";
        var directory = Path.Combine(_root, name[..2], name[2..4]);
        var path = Path.Combine(directory, name);
        cancel.ThrowIfCancellationRequested();
        try
        {
            if (!await StoredFile.HoldsAsync(path, image, cancel))
                await WriteAsync(directory, path, image, cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DirectoryFailure.OfWriting(error, path);
        }

        return new StoredImage(FileLocator.From(path));
    }

    /// <inheritdoc/>
    public bool CanReplace(string locator) => Owns(locator);

    /// <inheritdoc/>
    public async ValueTask ReplaceAsync(string locator, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        RequireFits(image);
        var path = Resolve(locator);
        try
        {
            await WriteAsync(Path.GetDirectoryName(path)!, path, image, cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DirectoryFailure.OfWriting(error, path);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel)
    {
        var path = Resolve(locator);
        if (FileFacts.IsSpecial(path))
            throw new BackendException(BackendErrorKind.Lost, $"{path}: no image; it is a directory, a pipe or a device");
        try
        {
            using var file = FileDoor.Kept(path);
            var length = RandomAccess.GetLength(file);
            if (length > Properties.MaxBytes)
                throw new BackendException(BackendErrorKind.Corrupt, $"{path}: {length} bytes is over the limit of {Properties.MaxBytes} for an image");
            var image = PooledBytes.Rent((int)length);
            try
            {
                if (!await FileBytes.TryReadAsync(file, image.Memory, 0, cancel))
                    throw new BackendException(BackendErrorKind.Corrupt, $"{path}: the file shrank from {length} bytes while it was read");
                StoredFile.RequireWhole(path, image.Span);
                return image;
            }
            catch
            {
                image.Dispose();
                throw;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DirectoryFailure.OfReading(error, path);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) => FileLocator.PathOf(locator) is { } path
        && Owns(locator) && LinkIn(path) is null && await StoredFile.IsSoundAsync(path, Properties.MaxBytes, cancel);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(StoredImage image, CancellationToken cancel)
    {
        var path = Resolve(image.Locator);
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // As good as deleted.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DirectoryFailure.OfWriting(error, path);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private void RequireFits(ReadOnlyMemory<byte> image)
    {
        if (image.Length > Properties.MaxBytes)
            throw new BackendException(BackendErrorKind.Rejected, $"{_root}: an image of {image.Length} bytes is over the limit of {Properties.MaxBytes}");
    }

    private async Task WriteAsync(string directory, string path, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        var made = !Directory.Exists(directory);
        Directory.CreateDirectory(directory);
        if (Interlocked.Exchange(ref _tidied, 1) == 0)
            TemporaryFile.RemoveAbandoned(_root);
        var (file, temporary) = TemporaryFile.CreateIn(_root);
        using (file)
        {
            try
            {
                await RandomAccess.WriteAsync(file, image, 0, cancel);
                if (_sync)
                    RandomAccess.FlushToDisk(file);
                cancel.ThrowIfCancellationRequested();
                FileDoor.Replace(temporary, path);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
        }

        if (_sync)
            FlushNames(directory, made);
    }

    private void FlushNames(string directory, bool made)
    {
        StorageDevice.FlushDirectory(directory);
        for (var parent = directory; made && parent.Length > _root.Length;)
        {
            parent = Path.GetDirectoryName(parent)!;
            StorageDevice.FlushDirectory(parent);
        }
    }

    /// <summary>The file behind a locator, inside the directory and reached without a link.</summary>
    private string Resolve(string locator)
    {
        if (FileLocator.PathOf(locator) is not { } path || !Owns(locator))
            throw new BackendException(BackendErrorKind.Lost, $"{locator}: not an image of the directory {_root}");
        return LinkIn(path) is { } link
            ? throw new BackendException(BackendErrorKind.Lost, $"{link}: a link, which may lead out of the directory {_root}, is not followed")
            : path;
    }

    /// <summary>A link on the way from the directory to <paramref name="path"/>; null if there is none.</summary>
    private string? LinkIn(string path)
    {
        for (var at = path; at.Length > _inside.Length; at = Path.GetDirectoryName(at)!)
        {
            if (new FileInfo(at).LinkTarget is not null)
                return at;
        }

        return null;
    }
}
