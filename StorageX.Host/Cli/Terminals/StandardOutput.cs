using System.Runtime.InteropServices;
using StorageX.Streams;

namespace StorageX.Host.Cli.Terminals;

/// <summary>
/// Standard output as bytes, written at once. The framework's own stream takes a closed pipe for success, so a download
/// into <c>head</c> would fetch everything and report that it had delivered it; this one fails at the first lost byte.
/// </summary>
internal sealed partial class StandardOutput : WriteOnlyStream
{
    private const int Descriptor = 1;
    private const int Interrupted = 4;
    private const int BrokenPipe = 32;
    private const int Chunk = 256 << 10;
    private readonly byte[] _leaving = new byte[Chunk];
    private readonly Stream? _framework = OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : null;

    /// <summary>Whether a write failed because nobody reads any more.</summary>
    public bool ReaderHasGone { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="IOException">The bytes could not be written: no space left, or the reader has gone.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_framework is not null)
            _framework.Write(buffer);
        else
            while (!buffer.IsEmpty)
                buffer = buffer[WriteSome(buffer)..];
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A write into a pipe that nobody empties cannot be taken back, so a cancelled call leaves it behind, on bytes of its
    /// own: the caller's buffer is free again when this ends, and no other bytes follow.
    /// </remarks>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var rest = buffer; !rest.IsEmpty;)
        {
            var length = Math.Min(rest.Length, Chunk);
            rest[..length].CopyTo(_leaving);
            rest = rest[length..];
            await Task.Run(() => Write(_leaving.AsSpan(0, length)), cancellationToken).WaitAsync(cancellationToken);
        }
    }

    private int WriteSome(ReadOnlySpan<byte> buffer)
    {
        var written = Write(Descriptor, buffer, (nuint)buffer.Length);
        if (written >= 0)
            return (int)written;

        var error = Marshal.GetLastPInvokeError();
        if (error == Interrupted)
            return 0;
        ReaderHasGone = error == BrokenPipe;
        throw new IOException($"standard output: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> buffer, nuint count);
}
