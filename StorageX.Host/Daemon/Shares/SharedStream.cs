using Microsoft.AspNetCore.Http;
using StorageX.Streams;

namespace StorageX.Host.Daemon.Shares;

/// <summary>
/// The bytes of a share for one request. The share is visited, and the file opened, at the first read: then it is settled what will
/// be sent, so that this is what is reserved, and an answer without a body reserves nothing and asks no host.
/// </summary>
/// <param name="files">The open files.</param>
/// <param name="key">The file's key.</param>
/// <param name="share">The share.</param>
/// <param name="begin">Begins the visit, given how many bytes will be sent; ended with the stream.</param>
/// <param name="http">The request; aborted when the share is revoked, or its reader takes nothing.</param>
/// <param name="stall">How long it may take nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedStream(OpenShares files, string key, Share share, Func<long, ShareVisit> begin, HttpContext http, TimeSpan stall, TimeProvider time) : SeekableReadStream(share.Size)
{
    private OpenShares.OpenFile? _file;
    private Stream? _stream;
    private ShareVisit? _visit;
    private CancellationTokenRegistration _revoked;
    private ITimer? _watch;
    private long _until;

    /// <inheritdoc/>
    /// <exception cref="ShareRefusedException">The share gives nothing to this request.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _watch?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var visit = _visit ??= Begin();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, visit.Revoked);
        either.Token.ThrowIfCancellationRequested();
        _file ??= await files.RentAsync(share.Id, key, either.Token);
        _stream ??= (await _file.Opened).OpenRead(_until);
        _stream.Position = Position;
        var count = await _stream.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _until - Position)], either.Token);
        Position += count;
        visit.Give(count);
        // What was read is sent before more is read.
        if (count > 0)
            _watch!.Change(stall, Timeout.InfiniteTimeSpan);
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("it is read asynchronously");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _watch?.Dispose();
        _revoked.Dispose();
        _stream?.Dispose();
        if (_file is { } file)
            files.Return(file);
        _file = null;
        _visit?.Dispose();
        base.Dispose(disposing);
    }

    private ShareVisit Begin()
    {
        var count = http.Response.ContentLength ?? share.Size - Position;
        var begun = begin(count);
        _until = Position + count;
        _revoked = begun.Revoked.Register(http.Abort);
        _watch = time.CreateTimer(_ => http.Abort(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return begun;
    }
}
