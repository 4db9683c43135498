using System.Threading.Channels;
using StorageX.Backends;
using StorageX.Buffers;

namespace StorageX.Specs.Transfers;

/// <summary>A host whose every answer the spec gives by hand, when it likes; for orders of events that no real host can be made to keep.</summary>
/// <param name="name">Its name, with which its locators begin.</param>
internal sealed class ManualBackend(string name = "manual") : IImageBackend
{
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

    public BackendProperties Properties { get; } = new(name, int.MaxValue, 1, int.MaxValue, CanDelete: false);

    public bool Owns(string locator) => locator.StartsWith(name + ":", StringComparison.Ordinal);

    public async ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel) => new(await Begin(image.ToArray(), "", cancel));

    public async ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel) =>
        PooledBytes.CopyOf(Convert.FromBase64String(await Begin([], locator, cancel)));

    public ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask DeleteAsync(StoredImage image, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;

    /// <summary>The next request that arrives.</summary>
    public async Task<Call> NextAsync() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Whether a request has arrived that nobody has taken.</summary>
    public bool HasCall => _calls.Reader.Count > 0;

    private async ValueTask<string> Begin(byte[] image, string locator, CancellationToken cancel)
    {
        var call = new Call(image, locator, cancel);
        await using var registration = cancel.Register(() => call.Answer.TrySetCanceled(cancel));
        _calls.Writer.TryWrite(call);
        return await call.Answer.Task;
    }

    internal sealed class Call(byte[] image, string locator, CancellationToken cancel)
    {
        public TaskCompletionSource<string> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public byte[] Image { get; } = image;

        public string Locator { get; } = locator;

        public CancellationToken Cancel { get; } = cancel;

        public void Stored(string locator) => Answer.SetResult(locator);

        public void Fails(BackendErrorKind kind, TimeSpan? retryAfter = null) => Answer.SetException(new BackendException(kind, "the host says no", retryAfter));

        public void Throws(Exception error) => Answer.SetException(error);
    }
}
