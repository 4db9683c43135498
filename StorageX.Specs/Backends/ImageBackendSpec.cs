using Shouldly;
using StorageX.Backends;
using StorageX.Pacing;
using StorageX.Probing;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Backends;

/// <summary>What every backend promises. A backend's own spec makes one, and breaks its images.</summary>
public abstract class ImageBackendSpec : IAsyncLifetime
{
    protected const int MaxBytes = 100_000;

    private protected IImageBackend Backend { get; private set; } = null!;

    /// <summary>A locator as another backend of this kind would give it.</summary>
    protected abstract string ForeignLocator { get; }

    /// <summary>A locator of this backend's form that it never gave.</summary>
    protected abstract string UnknownLocator { get; }

    public async Task InitializeAsync() => Backend = await CreateAsync();

    public virtual async Task DisposeAsync() => await Backend.DisposeAsync();

    [ContractTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(MaxBytes - 1)]
    [InlineData(MaxBytes)]
    public async Task What_was_stored_comes_back(int size)
    {
        var image = Some.Bytes(size, seed: size);
        var locator = await Backend.StoreAsync(image, default);
        Backend.Owns(locator).ShouldBeTrue();
        (await Backend.ExistsAsync(locator, default)).ShouldBeTrue();
        (await ReadAsync(locator)).ShouldBe(image);
    }

    [ContractFact]
    public async Task An_image_over_the_limit_is_rejected_and_not_kept()
    {
        Backend.Properties.MaxBytes.ShouldBe(MaxBytes);
        var error = await Should.ThrowAsync<BackendException>(async () => await Backend.StoreAsync(new byte[MaxBytes + 1], default));
        error.Kind.ShouldBe(BackendErrorKind.Rejected);
        error.IsRetryable.ShouldBeFalse();
        StoredCount().ShouldBe(0);
    }

    [ContractFact]
    public async Task An_unknown_locator_is_lost()
    {
        Backend.Owns(UnknownLocator).ShouldBeTrue();
        await IsLostAsync(UnknownLocator);
    }

    [ContractFact]
    public void Locators_of_others_are_not_owned()
    {
        foreach (var foreign in new[] { ForeignLocator, "", " ", "#", "x", "file:", "https://example.org/a.png", "data:image/png;base64,AAAA" })
            Backend.Owns(foreign).ShouldBeFalse(foreign);
    }

    [ContractFact]
    public async Task A_cancelled_upload_stores_nothing()
    {
        var image = Some.Bytes(100, seed: 1);
        await Should.ThrowAsync<OperationCanceledException>(async () => await Backend.StoreAsync(image, new CancellationToken(canceled: true)));
        StoredCount().ShouldBe(0);
    }

    [ContractFact]
    public async Task A_cancelled_download_gives_nothing()
    {
        var locator = await Backend.StoreAsync(Some.Bytes(100, seed: 1), default);
        await Should.ThrowAsync<OperationCanceledException>(async () => await Backend.DownloadAsync(locator, new CancellationToken(canceled: true)));
    }

    [ContractFact]
    public async Task Different_images_stored_at_once_get_distinct_locators()
    {
        var images = Enumerable.Range(0, 32).Select(seed => Some.Bytes(1000, seed)).ToArray();
        var locators = await Task.WhenAll(images.Select(image => Task.Run(async () => await Backend.StoreAsync(image, default))));
        locators.Distinct().Count().ShouldBe(images.Length);
        var back = await Task.WhenAll(locators.Select(locator => Task.Run(() => ReadAsync(locator))));
        back.ShouldBe(images);
    }

    [ContractFact]
    public async Task The_same_image_stored_many_times_at_once_can_be_read_by_every_locator()
    {
        var image = Some.Bytes(4000, seed: 3);
        var locators = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await Backend.StoreAsync(image, default))));
        foreach (var locator in locators)
            (await ReadAsync(locator)).ShouldBe(image);
    }

    [ContractTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    public async Task A_body_cut_short_is_an_error_and_never_a_short_image(int length)
    {
        var locator = await Backend.StoreAsync(Some.Bytes(1000, seed: 4), default);
        CutShort(locator, length);
        var error = await Should.ThrowAsync<BackendException>(async () => await Backend.DownloadAsync(locator, default));
        error.IsRetryable.ShouldBeTrue(error.Message);
    }

    private static byte[] Png(int seed)
    {
        using var image = StorageX.Images.ImageCanvas.Encode(Some.Bytes(900, seed), new(32, 32), StorageX.Images.PixelCompression.Stored);
        return image.Span.ToArray();
    }

    [ContractFact]
    public async Task Where_an_image_can_be_replaced_its_locator_leads_to_the_new_one_also_when_it_was_lost()
    {
        var locator = await Backend.StoreAsync(Png(7), default);
        if (!Backend.CanReplace(locator))
        {
            await Should.ThrowAsync<NotSupportedException>(async () => await Backend.ReplaceAsync(locator, Png(8), default));
            return;
        }

        Backend.CanReplace(ForeignLocator).ShouldBeFalse();
        await Backend.ReplaceAsync(locator, Png(8), default);
        (await ReadAsync(locator)).ShouldBe(Png(8));
        (await Backend.ExistsAsync(locator, default)).ShouldBeTrue();
        await Backend.DeleteAsync(locator, default);
        await Backend.ReplaceAsync(locator, Png(9), default);
        (await ReadAsync(locator)).ShouldBe(Png(9));
        var error = await Should.ThrowAsync<BackendException>(async () => await Backend.ReplaceAsync(locator, new byte[MaxBytes + 1], default));
        error.Kind.ShouldBe(BackendErrorKind.Rejected);
        (await ReadAsync(locator)).ShouldBe(Png(9));
    }

    [ContractFact]
    public async Task A_deleted_image_is_lost_and_deleting_it_twice_is_fine()
    {
        Backend.Properties.CanDelete.ShouldBeTrue();
        var locator = await Backend.StoreAsync(Some.Bytes(1000, seed: 5), default);
        var other = await Backend.StoreAsync(Some.Bytes(1000, seed: 6), default);
        await Backend.DeleteAsync(locator, default);
        await IsLostAsync(locator);
        await Backend.DeleteAsync(locator, default);
        (await Backend.ExistsAsync(other, default)).ShouldBeTrue();
    }

    [ContractFact]
    public async Task Deleting_what_was_never_there_is_fine() => await Backend.DeleteAsync(UnknownLocator, default);

    [ContractFact]
    public async Task The_buffer_is_the_callers_again_when_the_task_has_ended()
    {
        var image = Some.Bytes(1000, seed: 7);
        var buffer = (byte[])image.Clone();
        var locator = await Backend.StoreAsync(buffer, default);
        buffer.ShouldBe(image);
        Array.Clear(buffer);
        var first = await Backend.DownloadAsync(locator, default);
        first.Span.Clear();
        first.Dispose();
        (await ReadAsync(locator)).ShouldBe(image);
    }

    [ContractFact]
    public async Task A_probe_finds_that_every_picture_survives_and_leaves_none()
    {
        var report = await ProbeAsync(Backend);
        report.Verdict.ShouldBe(ProbeVerdict.Usable);
        report.Findings.ShouldAllBe(finding => finding.Fate == CanaryFate.Exact);
        report.Findings.Select(finding => finding.Kind).Distinct().Count().ShouldBe(3);
        report.LargestBytes!.Value.ShouldBeInRange(MaxBytes * 9 / 10, MaxBytes);
        (report.MaxBytes, report.MaxSide, report.MinSide, report.Stopped).ShouldBe((null, null, null, null));
        report.Deleted.ShouldBe(report.Stored);
        StoredCount().ShouldBe(0);
    }

    /// <summary>Makes an empty backend whose largest image has <see cref="MaxBytes"/> bytes.</summary>
    private protected abstract ValueTask<IImageBackend> CreateAsync();

    /// <summary>How many images are kept, whole or in part.</summary>
    protected abstract int StoredCount();

    /// <summary>Has a download of this image end after so many bytes.</summary>
    protected abstract void CutShort(string locator, int length);

    protected async Task<byte[]> ReadAsync(string locator)
    {
        using var image = await Backend.DownloadAsync(locator, default);
        return image.Span.ToArray();
    }

    /// <summary>Finds out what becomes of images there, with two tries each.</summary>
    private protected static Task<ProbeReport> ProbeAsync(IImageBackend backend)
    {
        var pace = new PaceSettings { Attempts = 2, BackoffMin = TimeSpan.FromMilliseconds(1), BackoffMax = TimeSpan.FromMilliseconds(1) };
        return new HostProbe(backend, new ProbePace("host", pace, new BudgetMemory(), TimeProvider.System), BackendProbe.UsualBytes, null).RunAsync(CancellationToken.None);
    }

    private async Task IsLostAsync(string locator)
    {
        (await Backend.ExistsAsync(locator, default)).ShouldBeFalse();
        var error = await Should.ThrowAsync<BackendException>(async () => await Backend.DownloadAsync(locator, default));
        error.Kind.ShouldBe(BackendErrorKind.Lost);
        error.IsRetryable.ShouldBeFalse();
    }
}
