using Shouldly;
using StorageX.Backends;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Backends;

public sealed class MemoryBackendSpec : ImageBackendSpec
{
    private readonly MemoryBackend _memory = new();

    protected override string ForeignLocator => "memory://another/0123";

    protected override string UnknownLocator => "memory://memory/0123";

    [Fact]
    public async Task Tries_fail_as_the_spec_says_and_are_counted_by_image()
    {
        _memory.Uploads.Fail(BackendErrorKind.Throttled, attempts: 2, number: 1, retryAfter: TimeSpan.FromSeconds(3));
        var (first, second) = (Some.Bytes(10, seed: 1), Some.Bytes(10, seed: 2));
        await _memory.StoreAsync(first, default);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var error = await Should.ThrowAsync<BackendException>(async () => await _memory.StoreAsync(second, default));
            error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
        }

        await _memory.StoreAsync(second, default);
        _memory.Uploads.Requests.Select(request => (request.Number, request.Attempt)).ShouldBe([(0, 1), (1, 1), (1, 2), (1, 3)]);
    }

    [Fact]
    public async Task Held_requests_wait_are_counted_and_can_be_cancelled()
    {
        var gate = _memory.Uploads.Hold();
        using var cancel = new CancellationTokenSource();
        var held = _memory.StoreAsync(Some.Bytes(10, seed: 1), default).AsTask();
        var cancelled = _memory.StoreAsync(Some.Bytes(10, seed: 2), cancel.Token).AsTask();
        _memory.Uploads.InFlight.ShouldBe(2);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        StoredCount().ShouldBe(0);
        gate.SetResult();
        await held;
        (_memory.Uploads.InFlight, _memory.Uploads.MostInFlight, StoredCount()).ShouldBe((0, 2, 1));
    }

    [Fact]
    public async Task What_is_served_can_be_altered()
    {
        _memory.Serve = (request, image) => request.Attempt == 1 ? image[..^1] : image;
        var locator = await _memory.StoreAsync(Some.Bytes(10, seed: 1), default);
        (await ReadAsync(locator)).Length.ShouldBe(9);
        (await ReadAsync(locator)).Length.ShouldBe(10);
    }

    private protected override ValueTask<IImageBackend> CreateAsync()
    {
        _memory.Properties = _memory.Properties with { MaxBytes = MaxBytes };
        return new(_memory);
    }

    protected override int StoredCount() => _memory.Images.Count;

    protected override void CutShort(string locator, int length) => _memory.CutBodiesAt = length;
}
