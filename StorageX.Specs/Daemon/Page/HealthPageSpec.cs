using Microsoft.Playwright;
using Shouldly;
using StorageX.Specs.Images;

namespace StorageX.Specs.Daemon.Page;

/// <summary>A file's health on the daemon's page, and what can be done about it, in a real browser.</summary>
public sealed class HealthPageSpec : IDisposable
{
    private const int Patience = 120_000;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [BrowserFact(Timeout = Patience)]
    public async Task A_stored_file_is_looked_at_and_its_picture_tells_of_hosts_and_groups()
    {
        await using var daemon = await StartAsync();
        await StoreAsync(daemon);
        foreach (var image in Directory.GetFiles(_directory["nas1"], "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(5))
            File.Delete(image);
        await using var browser = await Browser.EnterAsync(daemon);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Health" }).ClickAsync();
        var look = browser.Page.Locator(".job[data-id='2']");
        await Assertions.Expect(look.Locator(".picture")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(look.Locator(".facts")).ToContainTextAsync("weakened: ");
        (await look.Locator(".host-bars li").AllInnerTextsAsync()).Count(text => text.Contains("5 lost", StringComparison.Ordinal)).ShouldBe(1);
        var groups = await look.GetByRole(AriaRole.Img).GetAttributeAsync("aria-label");
        groups.ShouldNotBeNull().ShouldMatch("^[0-9]+ groups of images, in the file's order: .*weakened, and can lose");
        (await look.Locator(".cells .cell").CountAsync()).ShouldBe(int.Parse(groups.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
        browser.Complaints.ShouldBeEmpty();
    }

    [BrowserFact(Timeout = Patience)]
    public async Task The_picture_of_a_look_that_is_done_before_its_submission_is_answered_is_shown_too()
    {
        await using var daemon = await StartAsync();
        await StoreAsync(daemon);
        await using var browser = await Browser.EnterAsync(daemon);
        var look = browser.Page.Locator(".job[data-id='2']");
        await browser.Page.RouteAsync("**/v1/health", async route =>
        {
            var answer = await route.FetchAsync();
            await Assertions.Expect(look.Locator(".facts")).ToContainTextAsync("whole: ", new() { Timeout = 30_000 });
            await route.FulfillAsync(new() { Response = answer });
        });
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Health" }).ClickAsync();
        await Assertions.Expect(look.Locator(".picture")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        browser.Complaints.ShouldBeEmpty();
    }

    [BrowserFact(Timeout = Patience)]
    public async Task What_a_look_finds_missing_is_repaired_and_the_next_look_offers_no_repair()
    {
        await using var daemon = await StartAsync();
        await StoreAsync(daemon);
        File.Delete(Directory.GetFiles(_directory["nas1"], "*.png", SearchOption.AllDirectories)[0]);
        await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/health", new { job = 1 }));
        await using var browser = await Browser.EnterAsync(daemon);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Repair" }).ClickAsync();
        await Assertions.Expect(browser.Page.Locator(".job[data-id='3'] .facts")).ToContainTextAsync("sent", new() { Timeout = 30_000 });
        await browser.Page.Locator(".job[data-id='3']").GetByRole(AriaRole.Button, new() { Name = "Health" }).ClickAsync();
        var again = browser.Page.Locator(".job[data-id='4']");
        await Assertions.Expect(again.Locator(".facts")).ToContainTextAsync("whole: ", new() { Timeout = 30_000 });
        await Assertions.Expect(again.GetByRole(AriaRole.Button, new() { Name = "Repair" })).ToHaveCountAsync(0);
        browser.Complaints.ShouldBeEmpty();
    }

    [BrowserFact(Timeout = Patience)]
    public async Task A_deletion_asks_first_and_then_deletes()
    {
        await using var daemon = await StartAsync();
        await StoreAsync(daemon);
        await using var browser = await Browser.EnterAsync(daemon);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(browser.Page.Locator("#delete-dialog")).ToContainTextAsync("kept.tar");
        await browser.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(browser.Page.Locator("#delete-dialog")).Not.ToBeVisibleAsync();
        (await daemon.GetAsync("/v1/jobs")).GetProperty("jobs").GetArrayLength().ShouldBe(1, "Cancel has the focus");

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Delete it" }).ClickAsync();
        await Assertions.Expect(browser.Page.Locator(".job[data-id='2'] .facts")).ToContainTextAsync("deleted ", new() { Timeout = 30_000 });
        Directory.GetFiles(_directory["nas0"], "*.png", SearchOption.AllDirectories).ShouldBeEmpty();
        browser.Complaints.ShouldBeEmpty();
    }

    [BrowserFact(Timeout = Patience)]
    public async Task The_picture_fits_a_phone_and_a_desk_in_light_and_in_dark()
    {
        await using var daemon = await StartAsync();
        await StoreAsync(daemon);
        foreach (var image in Directory.GetFiles(_directory["nas1"], "*.png", SearchOption.AllDirectories))
            File.Delete(image);
        await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/health", new { job = 1 }));
        foreach (var image in Directory.GetFiles(_directory["nas2"], "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(9))
            File.Delete(image);
        await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/health", new { job = 1 }));
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var width in new[] { 375, 1280 })
            {
                await using var browser = await Browser.EnterAsync(daemon, width, scheme);
                foreach (var id in new[] { 2, 3 })
                {
                    var card = browser.Page.Locator($".job[data-id='{id}']");
                    await card.GetByRole(AriaRole.Button, new() { Name = "Show the picture" }).ClickAsync();
                    await Assertions.Expect(card.Locator(".picture")).ToBeVisibleAsync();
                }

                await browser.PictureAsync($"health-{scheme}-{width}".ToLowerInvariant());
                (await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(width);
                browser.Complaints.ShouldBeEmpty();
            }
        }
    }

    private static async Task StoreAsync(RunningDaemon daemon) =>
        (await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("kept.tar", Some.Bytes(1_000_000, seed: 1)) }))).GetProperty("state").GetString().ShouldBe("done");

    private Task<RunningDaemon> StartAsync() => RunningDaemon.StartAsync(
        $$"""
        storagex.backend = safe
        storagex.backends {
          {{string.Join('\n', Enumerable.Range(0, 4).Select(host => $"nas{host} {{ type = directory, sync = off, path = \"{_directory[$"nas{host}"]}\" }}"))}}
          safe { type = pool, hosts = [nas0, nas1, nas2, nas3], parity = "4+2" }
        }
        """,
        _directory);
}
