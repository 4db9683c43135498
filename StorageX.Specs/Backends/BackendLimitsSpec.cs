using Shouldly;
using StorageX.Backends;
using StorageX.Pacing;
using Xunit;

namespace StorageX.Specs.Backends;

/// <summary>Limits that a backend of any type may have in the configuration.</summary>
public sealed class BackendLimitsSpec : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task They_narrow_what_the_backend_takes_and_an_image_beyond_them_is_rejected()
    {
        await using var backend = Make("max-bytes = 1K, min-side = 20, max-side = 200, permits = 2, budgets = [\"20/1h\", \"30/1d\"]");
        (backend.Properties.MaxBytes, backend.Properties.MinSide, backend.Properties.MaxSide, backend.Properties.Limits.Permits).ShouldBe((1024, 20, 200, 2));
        backend.Properties.Limits.Budgets.ShouldBe([new ImageBudget(20, TimeSpan.FromHours(1)), new ImageBudget(30, TimeSpan.FromDays(1))]);
        var locator = await backend.StoreAsync(new byte[1024], CancellationToken.None);
        (await backend.ExistsAsync(locator, CancellationToken.None)).ShouldBeTrue();
        var refused = await Should.ThrowAsync<BackendException>(async () => await backend.StoreAsync(new byte[1025], CancellationToken.None));
        refused.Kind.ShouldBe(BackendErrorKind.Rejected);
    }

    [Fact]
    public async Task An_image_keeps_the_name_that_it_has_without_them()
    {
        await using var narrowed = Make("permits = 2");
        await using var backend = Make("");
        var identity = Enumerable.Range(0, 32).Select(value => (byte)value).ToArray();
        (await narrowed.StoreAsync(new byte[10], identity, CancellationToken.None)).ShouldBe(await backend.StoreAsync(new byte[10], identity, CancellationToken.None));
    }

    [Fact]
    public async Task Without_any_the_backend_is_as_it_is()
    {
        await using var backend = Make("");
        backend.Properties.MaxBytes.ShouldBe(DirectoryBackend.LargestImage);
    }

    [Theory]
    [InlineData("max-bytes = many", "storagex.backends.b.max-bytes: a size such as")]
    [InlineData("max-side = 8", "storagex.backends.b.max-side: a whole number from 16")]
    [InlineData("permits = 0", "storagex.backends.b.permits: a whole number from 1")]
    [InlineData("budgets = [\"20/1w\"]", "storagex.backends.b.budgets: \"20/1w\" is no budget such as 20/1h")]
    [InlineData("budget = [\"20/1h\"]", "storagex.backends.b.budget: no such setting")]
    public void One_that_is_wrong_is_refused_with_what_is_expected(string limits, string message) =>
        Should.Throw<SettingsException>(() => Make(limits)).Message.ShouldStartWith(message);

    private IImageBackend Make(string limits) =>
        StorageXSettings.Parse($$"""storagex.backends.b { type = directory, path = "{{_folder.Path}}" {{(limits.Length > 0 ? ", " + limits : "")}} }""").Backends["b"].Make("b");
}
