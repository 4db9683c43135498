using System.Diagnostics;
using StorageX.Backends;
using StorageX.Buffers;

namespace StorageX.Bench.Growth;

/// <summary>A host that answers after so long, and keeps nothing: what remains is the engine's own cost.</summary>
internal sealed class ForgetfulHost(TimeSpan answer) : IImageBackend
{
    private int _stored;
    private long _ticks;

    /// <summary>How long it took for all images together. A timer may be some milliseconds late, and then it was the host that took longer.</summary>
    public TimeSpan Busy => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _ticks));

    public BackendProperties Properties { get; } = new("forgetful", long.MaxValue, 1, int.MaxValue, CanDelete: false);

    public bool Owns(string locator) => true;

    public async ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        var begun = Stopwatch.GetTimestamp();
        if (answer > TimeSpan.Zero)
            await Task.Delay(answer, TimeProvider.System, cancel);
        Interlocked.Add(ref _ticks, Stopwatch.GetTimestamp() - begun);
        return new StoredImage($"forgetful:{Interlocked.Increment(ref _stored)}");
    }

    public ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) => new(true);

    public ValueTask DeleteAsync(StoredImage image, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;
}
