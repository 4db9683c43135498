using System.Security.Cryptography;

namespace StorageX.Backends;

/// <summary>
/// Keeps images as files in a directory: <c>ab/cd/abcd….png</c>, named by the SHA-256 of the file, so the same image is
/// kept once. A file appears under its name only when it is whole. Locators are <c>file://</c> URLs.
/// </summary>
public sealed class DirectoryBackend : IImageBackend
{
    private const long LargestImage = 256L << 20;
    private readonly string _root;
    private readonly bool _sync;

    /// <param name="name">The name it has in the configuration.</param>
    /// <param name="root">The directory; it is made at the first upload.</param>
    /// <param name="sync">Whether each image is flushed to the disk before its key is told.</param>
    public DirectoryBackend(string name, string root, bool sync = true)
    {
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _sync = sync;
        Properties = new BackendProperties(name, LargestImage, 1, int.MaxValue, CanDelete: true);
    }

    /// <inheritdoc/>
    public BackendProperties Properties { get; }

    /// <summary>The directory that would hold <paramref name="locator"/> if it is a <c>file://</c> URL; null if it is not.</summary>
    public static string? RootOf(string locator)
    {
        if (PathOf(locator) is not { } path || Path.GetDirectoryName(path) is not { } inner)
            return null;
        var name = Path.GetFileName(path);
        var outer = Path.GetDirectoryName(inner);
        var fannedOut = name.Length > 4 && outer is not null && Path.GetFileName(inner) == name[2..4]
            && Path.GetFileName(outer) == name[..2];
        return fannedOut ? Path.GetDirectoryName(outer) : inner;
    }

    /// <inheritdoc/>
    public bool Owns(string locator) =>
        PathOf(locator) is { } path && path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<string> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        if (image.Length > Properties.MaxBytes)
            throw new BackendException(BackendErrorKind.Rejected, $"{_root}: an image of {image.Length} bytes is over the limit of {Properties.MaxBytes}");
        var name = Convert.ToHexStringLower(SHA256.HashData(image.Span)) + ".png";
        var directory = Path.Combine(_root, name[..2], name[2..4]);
        var path = Path.Combine(directory, name);
        cancel.ThrowIfCancellationRequested();
        try
        {
            if (!(File.Exists(path) && new FileInfo(path).Length == image.Length))
                await WriteAsync(directory, path, image, cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure(error, path);
        }

        return new UriBuilder(Uri.UriSchemeFile, "") { Path = path }.Uri.AbsoluteUri;
    }

    /// <inheritdoc/>
    public async ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel)
    {
        var path = Resolve(locator);
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            if (length > Properties.MaxBytes)
                throw new BackendException(BackendErrorKind.Corrupt, $"{path}: {length} bytes is over the limit of {Properties.MaxBytes} for an image");
            var image = PooledBytes.Rent((int)length);
            try
            {
                await ReadFullyAsync(file, image, path, cancel);
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
            throw Failure(error, path);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) => new(File.Exists(Resolve(locator)));

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string locator, CancellationToken cancel)
    {
        var path = Resolve(locator);
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
            throw Failure(error, path);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private static string? PathOf(string locator) =>
        Uri.TryCreate(locator, UriKind.Absolute, out var uri) && uri.IsFile && !uri.IsUnc && uri.Fragment.Length == 0
        && locator.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            ? Path.GetFullPath(uri.LocalPath)
            : null;

    private static async Task ReadFullyAsync(Microsoft.Win32.SafeHandles.SafeFileHandle file, PooledBytes image, string path, CancellationToken cancel)
    {
        for (var read = 0; read < image.Length;)
        {
            var count = await RandomAccess.ReadAsync(file, image.Memory[read..], read, cancel);
            if (count == 0)
                throw new BackendException(BackendErrorKind.Corrupt, $"{path}: the file ends {image.Length - read} bytes early");
            read += count;
        }
    }

    private static BackendException Failure(Exception error, string path) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => new(BackendErrorKind.Lost, $"{path}: no such image", inner: error),
        UnauthorizedAccessException => new(BackendErrorKind.Unauthorised, $"{path}: permission denied", inner: error),
        IOException io when StorageDevice.IsFull(io) => new(BackendErrorKind.Rejected, $"{path}: no space left on the device", inner: error),
        _ => new(BackendErrorKind.Transient, $"{path}: {error.Message}", inner: error),
    };

    private async Task WriteAsync(string directory, string path, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        var made = !Directory.Exists(directory);
        Directory.CreateDirectory(directory);
        var temporary = Path.Combine(directory, $".{Guid.NewGuid():n}.part");
        try
        {
            using (var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                await RandomAccess.WriteAsync(file, image, 0, cancel);
                if (_sync)
                    RandomAccess.FlushToDisk(file);
            }

            cancel.ThrowIfCancellationRequested();
            File.Move(temporary, path, overwrite: true);
            if (_sync)
                FlushNames(directory, made);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
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

    /// <summary>The file behind a locator, links resolved, and still inside the directory.</summary>
    private string Resolve(string locator)
    {
        if (PathOf(locator) is not { } path || !Owns(locator))
            throw new BackendException(BackendErrorKind.Lost, $"{locator}: not an image of the directory {_root}");
        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (!target.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new BackendException(BackendErrorKind.Lost, $"{path}: a link that leads out of the directory {_root}");
            return target;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure(error, path);
        }
    }
}
