using Shouldly;
using Xunit;

namespace StorageX.Specs.Transfers;

/// <summary>What becomes of transfers when their storage is closed.</summary>
public sealed class ClosingSpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TemporaryDirectory _folder = new();
    private readonly ManualBackend _host = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Transfers_that_run_or_wait_when_the_storage_is_closed_end_as_cancelled()
    {
        var storage = Open();
        var running = storage.UploadAsync(new MemoryStream(new byte[100]));
        var call = await _host.NextAsync();
        var waiting = storage.UploadAsync(new MemoryStream(new byte[100]));
        await storage.DisposeAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running.WaitAsync(Patience));
        await Should.ThrowAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        call.Cancel.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_storage_that_is_closed_takes_no_transfer()
    {
        var storage = Open();
        await storage.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => storage.UploadAsync(new MemoryStream(new byte[100])).WaitAsync(Patience));
        await Should.ThrowAsync<ObjectDisposedException>(() => storage.HostsAsync().WaitAsync(Patience));
    }

    private Storage Open() => new(StorageXSettings.Parse($$"""storagex { data = "{{_folder.Path}}", transfers.running = 1 }"""), _host);
}
