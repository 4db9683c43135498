using StorageX.Backends;

namespace StorageX.Bench.Growth;

/// <summary>A host that answers after so long, and keeps nothing: what remains is the engine's own cost.</summary>
internal sealed class ForgetfulHost(TimeSpan answer) : IImageBackend
{
    private int _stored;

    public BackendProperties Properties { get; } = new("forgetful", long.MaxValue, 1, int.MaxValue, CanDelete: false);

    public bool Owns(string locator) => true;

    public async ValueTask<string> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        if (answer > TimeSpan.Zero)
            await Task.Delay(answer, TimeProvider.System, cancel);
        return $"forgetful:{Interlocked.Increment(ref _stored)}";
    }

    public ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) => new(true);

    public ValueTask DeleteAsync(string locator, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;
}
