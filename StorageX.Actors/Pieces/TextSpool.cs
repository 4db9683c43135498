using StorageX.Files;
using StorageX.Streams;

namespace StorageX.Pieces;

/// <summary>
/// Keeps the text of a manifest that is too large for the memory, in a temporary file that only this process can reach: it
/// has no name, so it goes with the process, however that ends.
/// </summary>
internal sealed class TextSpool : IAsyncDisposable
{
    private readonly FileStream _file;
    private bool _complete;

    /// <summary>Makes the file.</summary>
    public TextSpool() => _file = FileDoor.Nameless();

    /// <summary>Appends to the text.</summary>
    /// <exception cref="TransferException">The file cannot be written.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await _file.WriteAsync(bytes, cancel);
        }
        catch (IOException error)
        {
            throw PieceWriter.WriteFailure(error, Path.GetTempPath(), null);
        }
    }

    /// <summary>Says that all of it has come.</summary>
    public void Complete() => _complete = true;

    /// <summary>Opens the text; any number of readers may have it open.</summary>
    /// <param name="from">The byte to begin at.</param>
    public Stream OpenText(long from = 0) => new BufferedStream(new HandleStream(_file, from), 1 << 16);

    /// <summary>Gives the file up, unless it is complete: then its readers keep it until the last one is collected.</summary>
    public ValueTask DisposeAsync() => _complete ? default : _file.DisposeAsync();

    private sealed class HandleStream(FileStream file, long from) : ReadOnlyStream
    {
        private long _position = from;

        public override int Read(Span<byte> buffer)
        {
            var count = RandomAccess.Read(file.SafeFileHandle, buffer, _position);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}
