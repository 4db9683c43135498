namespace StorageX.Streams;

/// <summary>
/// A source that may let wait for ever: a pipe, a terminal, a device. Opening it waits for the first read, and a read that is cancelled
/// ends at once although nothing arrives: the opening or the read is left behind, on a buffer of its own.
/// </summary>
/// <param name="open">Opens the source; what it opens is disposed with this.</param>
internal sealed class PatientStream(Func<Stream> open) : ReadOnlyStream
{
    private const int Chunk = 256 << 10;
    private readonly Lazy<Stream> _source = new(open);
    private readonly Lazy<byte[]> _arriving = new(() => new byte[Chunk]);
    private bool _ended;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => _source.Value.Read(buffer);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <remarks>A pipe gives little at a time; this gathers it, and asks a terminal that has ended its input no second time.</remarks>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended)
            return 0;
        var arriving = _arriving.Value.AsMemory(0, Math.Min(buffer.Length, Chunk));
        var read = await Task.Run(() => _source.Value.ReadAtLeast(arriving.Span, arriving.Length, throwOnEndOfStream: false), cancellationToken)
            .WaitAsync(cancellationToken);
        _ended = read < arriving.Length;
        arriving[..read].CopyTo(buffer);
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // One that is still being opened or read is left behind, as its reader was.
        if (disposing && _source.IsValueCreated)
            _source.Value.Dispose();
        base.Dispose(disposing);
    }
}
