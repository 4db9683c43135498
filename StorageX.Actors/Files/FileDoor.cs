using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StorageX.Files;

/// <summary>
/// Every opening, and every renaming, of a file by this program: what a user names is read wherever links lead; what the program keeps is
/// read, made and continued without following any, and what was opened is looked at by its handle. Elsewhere than on Linux a link is looked
/// for before and after the opening, since .NET has no opening that refuses one.
/// </summary>
internal static class FileDoor
{
    private const int LongestText = 16 << 20;
    private const int Chunk = 64 << 10;

    /// <summary>A file that its user names, such as the source of an upload or a key's; links are followed, and a pipe waits for its writer.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static FileStream Source(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);

    /// <summary>All bytes of a file that a user, or the system, gives this program: settings, an uploader, a token.</summary>
    /// <inheritdoc cref="Source" path="/exception"/>
    public static byte[] Bytes(string path)
    {
        using var file = Source(path);
        using var bytes = new MemoryStream();
        var chunk = new byte[Chunk];
        for (int read; (read = file.Read(chunk)) > 0;)
        {
            bytes.Write(chunk, 0, read);
            if (bytes.Length > LongestText)
                throw new IOException($"it has more than {LongestText} bytes");
        }

        return bytes.ToArray();
    }

    /// <summary>The same as text, by its byte order mark or else UTF-8.</summary>
    /// <inheritdoc cref="Source" path="/exception"/>
    public static string Text(string path)
    {
        using var reader = new StreamReader(new MemoryStream(Bytes(path)), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    /// <summary>A file that is kept where only programs write, such as an image in a directory: a regular one, and no link.</summary>
    /// <exception cref="ForeignFileException">It is something else.</exception>
    /// <inheritdoc cref="Source" path="/exception"/>
    public static SafeFileHandle Kept(string path)
    {
        var file = OperatingSystem.IsLinux() ? OpenPath.FileItself(path) : File.OpenHandle(NoLink(path), share: FileShare.ReadWrite | FileShare.Delete);
        return Checked(file, path, OperatingSystem.IsLinux() ? FileFacts.Of(file) is null or { IsRegular: true } : FileFacts.IsAt(file, path));
    }

    /// <summary>A file that this program continues, or makes if it is not there, locked: a regular one of this user's with no other name.</summary>
    /// <exception cref="ForeignFileException">It is something else.</exception>
    /// <exception cref="IOException">It cannot be opened or made, or another process has it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static SafeFileHandle Continued(string path)
    {
        var file = OperatingSystem.IsLinux()
            ? OpenPath.Locked(path, make: true)
            : File.OpenHandle(NoLink(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        return Checked(file, path, FileFacts.IsOwnAt(file, path));
    }

    /// <summary>A file that is there and that nobody has locked, locked; no link leads to it.</summary>
    /// <inheritdoc cref="Continued" path="/exception"/>
    public static SafeFileHandle Abandoned(string path) => OperatingSystem.IsLinux()
        ? OpenPath.Locked(path, make: false)
        : File.OpenHandle(NoLink(path), FileMode.Open, FileAccess.Write, FileShare.None);

    /// <summary>A file that is not there yet, for writing and reading; nothing that has the name, not even a link, is used.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What others may do meanwhile.</param>
    /// <param name="size">The bytes to reserve.</param>
    /// <exception cref="IOException">It cannot be made, or something has its name.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static SafeFileHandle New(string path, FileShare share = FileShare.None, long size = 0) =>
        File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, share, FileOptions.None, size);

    /// <summary>A file for what does not fit into memory, which only this process can reach: on Unix it has no name.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static FileStream Nameless()
    {
        var path = Path.Combine(Path.GetTempPath(), $"storagex-{Guid.NewGuid():n}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }

    /// <summary>Gives a finished file a name; what has that name, a link itself and not what it leads to, is replaced.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static void Replace(string from, string to) => File.Move(from, to, overwrite: true);

    /// <summary>Gives a file a name that was free a moment ago.</summary>
    /// <inheritdoc cref="Replace" path="/exception"/>
    public static void Move(string from, string to) => File.Move(from, to, overwrite: false);

    private static SafeFileHandle Checked(SafeFileHandle file, string path, bool isRight)
    {
        if (isRight)
            return file;
        file.Dispose();
        throw new ForeignFileException(path);
    }

    private static string NoLink(string path) => new FileInfo(path).LinkTarget is null ? path : throw new ForeignFileException(path);
}
