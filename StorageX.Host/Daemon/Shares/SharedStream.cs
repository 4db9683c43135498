using StorageX.Streams;

namespace StorageX.Host.Daemon.Shares;

/// <summary>The bytes of a share for one request. The file is opened at the first read, so that an answer without a body asks no host.</summary>
/// <param name="files">The open files.</param>
/// <param name="key">The file's key.</param>
/// <param name="visit">The request; ended with the stream.</param>
/// <param name="until">The request will not read from this byte on.</param>
internal sealed class SharedStream(OpenShares files, string key, ShareVisit visit, long until) : ReadOnlyStream
{
    private OpenShares.OpenFile? _file;
    private Stream? _stream;
    private long _position;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Length => visit.Share.Size;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, visit.Revoked);
        either.Token.ThrowIfCancellationRequested();
        _file ??= await files.RentAsync(visit.Share.Id, key, either.Token);
        _stream ??= (await _file.Opened).OpenRead(until);
        _stream.Position = _position;
        var count = await _stream.ReadAsync(buffer, either.Token);
        _position += count;
        visit.Give(count);
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("it is read asynchronously");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stream?.Dispose();
        if (_file is { } file)
            files.Return(file);
        _file = null;
        visit.Dispose();
        base.Dispose(disposing);
    }
}
