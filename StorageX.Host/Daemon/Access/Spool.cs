using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using StorageX.Buffers;
using StorageX.Errors;
using StorageX.Files;

namespace StorageX.Host.Daemon.Access;

/// <summary>Files that came as requests' bodies, in the data directory, readable by their owner alone, until their job is over.</summary>
/// <param name="directory">Where they are.</param>
/// <param name="most">How many bytes one may have.</param>
internal sealed class Spool(string directory, long most)
{
    private const int Chunk = 256 << 10;

    /// <summary>Makes the directory, and deletes what no job needs.</summary>
    /// <param name="needed">The files of jobs.</param>
    /// <exception cref="IOException">The file system refuses.</exception>
    public void Prepare(IReadOnlySet<string> needed)
    {
        Directory.CreateDirectory(directory);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var file in Directory.EnumerateFiles(directory).Where(file => !needed.Contains(Path.GetFileName(file))))
            File.Delete(file);
    }

    /// <summary>How many bytes a body may have.</summary>
    public long MostBytes => most;

    /// <summary>Whether the disk has room for a body of so many bytes.</summary>
    public bool HasRoom(long bytes) => !StorageDevice.HasLessThan(bytes, directory);

    /// <summary>Writes a body to a new file, flushed to the disk.</summary>
    /// <param name="body">The body, read to its end.</param>
    /// <param name="cancel">Ends it; nothing is left then.</param>
    /// <returns>The file's name here, its length, and SHA-256 of its bytes.</returns>
    /// <exception cref="BodyTooLargeException">It is larger than allowed.</exception>
    /// <exception cref="BodyBrokenException">It cannot be read to its end.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task<(string File, long Length, string Digest)> TakeAsync(Stream body, CancellationToken cancel)
    {
        var name = Guid.NewGuid().ToString("n");
        var path = PathOf(name);
        try
        {
            await using var file = new FileStream(FileDoor.New(path), FileAccess.Write, bufferSize: 0);
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var buffer = PooledBytes.Rent(Chunk);
            var length = 0L;
            int read;
            while ((read = await ReadAsync(body, buffer.Memory, cancel)) > 0)
            {
                if ((length += read) > most)
                    throw new BodyTooLargeException(most);
                digest.AppendData(buffer.Span[..read]);
                await file.WriteAsync(buffer.Memory[..read], cancel);
            }

            file.Flush(flushToDisk: true);
            StorageDevice.FlushDirectory(directory);
            return (name, length, Convert.ToHexStringLower(digest.GetHashAndReset()));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Opens one for reading.</summary>
    /// <exception cref="TransferException">It is not there.</exception>
    public FileStream Open(string file)
    {
        try
        {
            return new FileStream(FileDoor.Kept(PathOf(file)), FileAccess.Read, bufferSize: 0);
        }
        catch (FileNotFoundException error)
        {
            throw new TransferException(TransferErrorKind.Failed, "the file that came as the request's body is gone; submit it again", error);
        }
    }

    /// <summary>Whether one is there.</summary>
    public bool Has(string file) => File.Exists(PathOf(file));

    /// <summary>Deletes one; what the file system refuses now is deleted at the next start.</summary>
    public void Delete(string file)
    {
        try
        {
            File.Delete(PathOf(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is looked at again when the daemon starts.
        }
    }

    private static async Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancel)
    {
        try
        {
            return await body.ReadAsync(buffer, cancel);
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            throw new BodyBrokenException(error);
        }
    }

    private string PathOf(string file) => Path.Combine(directory, Path.GetFileName(file));
}

/// <summary>A body is larger than allowed.</summary>
/// <param name="most">How many bytes are.</param>
internal sealed class BodyTooLargeException(long most) : Exception($"the file is larger than the {most} bytes that storagex.daemon.max-upload allows");

/// <summary>A body cannot be read to its end: it was cut off, or its chunks are none.</summary>
/// <param name="inner">What the server says of it.</param>
internal sealed class BodyBrokenException(IOException inner) : Exception($"the body cannot be read: {SystemWords.Of(inner)}", inner);
