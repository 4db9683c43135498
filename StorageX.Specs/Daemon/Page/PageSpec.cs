using Microsoft.Playwright;
using Shouldly;
using StorageX.Specs.Images;

namespace StorageX.Specs.Daemon.Page;

/// <summary>What a person sees and does on the daemon's page, in a real browser.</summary>
public sealed class PageSpec
{
    private const int Patience = 120_000;

    [BrowserFact(Timeout = Patience)]
    public async Task A_dropped_file_is_stored_its_key_is_copied_and_the_key_brings_it_back()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await using var browser = await Browser.EnterAsync(daemon);
        var bytes = Some.Bytes(300_000, seed: 1);
        await browser.DropAsync("holiday.mp4", bytes);
        await browser.StateAsync("holiday.mp4", "done");
        (await browser.Page.Locator("body").InnerTextAsync()).ShouldNotContain("#sx2.");

        await browser.Job("holiday.mp4").GetByRole(AriaRole.Button, new() { Name = "Show key" }).ClickAsync();
        await browser.Job("holiday.mp4").GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Assertions.Expect(browser.Job("holiday.mp4").GetByText("Copied")).ToBeVisibleAsync();
        var key = await browser.Page.EvaluateAsync<string>("navigator.clipboard.readText()");

        await browser.Page.GetByText("Restore a file").ClickAsync();
        await browser.Page.GetByLabel("Key", new() { Exact = true }).And(browser.Page.Locator("[type=password]")).FillAsync(key);
        await browser.Page.GetByLabel("To the path").FillAsync(Path.Combine(daemon.Root, "back.mp4"));
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();
        await Assertions.Expect(browser.Page.Locator(".job")).ToHaveCountAsync(2);
        await Assertions.Expect(browser.Page.Locator(".job .state").First).ToHaveTextAsync("done", new() { Timeout = 30_000 });
        (await File.ReadAllBytesAsync(Path.Combine(daemon.Root, "back.mp4"))).ShouldBe(bytes);
        browser.Complaints.ShouldBeEmpty();
    }

    [BrowserFact(Timeout = Patience)]
    public async Task A_stored_file_is_saved_to_the_device_and_shared_by_a_link_that_can_be_revoked()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await using var browser = await Browser.EnterAsync(daemon);
        var bytes = Some.Bytes(200_000, seed: 5);
        await browser.DropAsync("shared.bin", bytes);
        await browser.StateAsync("shared.bin", "done");
        var saved = await browser.Page.RunAndWaitForDownloadAsync(() => browser.Job("shared.bin").GetByRole(AriaRole.Button, new() { Name = "Save file" }).ClickAsync());
        saved.SuggestedFilename.ShouldBe("shared.bin");
        (await File.ReadAllBytesAsync(await saved.PathAsync())).ShouldBe(bytes);

        await browser.Job("shared.bin").GetByRole(AriaRole.Button, new() { Name = "Share" }).ClickAsync();
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await browser.Job("shared.bin").GetByLabel("Link").InputValueAsync();
        (await daemon.Client.GetByteArrayAsync(link)).ShouldBe(bytes);
        await browser.Page.Locator("#shares li").First.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(browser.Page.Locator("#shares li")).ToHaveCountAsync(0);
        using var gone = await daemon.Client.GetAsync(link);
        ((int)gone.StatusCode).ShouldBe(410);
        browser.Complaints.ShouldBeEmpty();
    }

    [BrowserFact(Timeout = Patience)]
    public async Task An_answer_that_comes_after_the_events_undoes_nothing()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await using var browser = await Browser.EnterAsync(daemon);
        await browser.Page.RouteAsync("**/v1/uploads*", async route =>
        {
            var answer = await route.FetchAsync();
            await browser.StateAsync("late", "done");
            await route.FulfillAsync(new() { Response = answer });
        });
        await browser.DropAsync("late", Some.Bytes(1000, seed: 6));
        await Assertions.Expect(browser.Job("late")).ToHaveCountAsync(1);
        await Assertions.Expect(browser.Page.Locator("#sending li")).ToHaveCountAsync(0);
        await browser.StateAsync("late", "done");
    }

    [BrowserFact(Timeout = Patience)]
    public async Task A_wrong_token_is_told_and_the_right_one_stays_out_of_the_address()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await using var browser = await Browser.OpenAsync(daemon);
        await browser.Page.GetByLabel("Token").FillAsync("this-is-not-the-token");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Alert).First).ToHaveTextAsync("This token is not the daemon's.");

        await browser.Page.GotoAsync($"{daemon.Address}?#token={daemon.Token}");
        await Assertions.Expect(browser.Page.GetByText("connected", new() { Exact = true })).ToBeVisibleAsync();
        browser.Page.Url.ShouldNotContain(daemon.Token);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Forget the token" }).ClickAsync();
        (await browser.Page.EvaluateAsync<int>("sessionStorage.length")).ShouldBe(0);
    }

    [BrowserFact(Timeout = Patience)]
    public async Task A_job_that_failed_says_why_and_is_retried_with_the_keyboard_alone()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await using var browser = await Browser.EnterAsync(daemon);
        await browser.Page.GetByLabel("A path on the daemon's machine").FillAsync(Path.Combine(daemon.Root, "missing"));
        await browser.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(browser.Page.Locator("#submit-error")).ToContainTextAsync("missing");

        var path = daemon.Write("late", Some.Bytes(1000, seed: 2));
        await browser.Page.Keyboard.PressAsync("Control+A");
        await browser.Page.Keyboard.TypeAsync(path);
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.StateAsync("late", "done");
        await browser.Job("late").GetByRole(AriaRole.Button, new() { Name = "Remove from the list" }).FocusAsync();
        await browser.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(browser.Page.GetByText("No jobs here.")).ToBeVisibleAsync();
    }

    [BrowserFact(Timeout = Patience)]
    public async Task Names_are_shown_as_text_whatever_is_in_them()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await using var browser = await Browser.EnterAsync(daemon);
        const string hostile = "&lt;img&gt; &amp; so on.txt";
        await browser.DropAsync(hostile, Some.Bytes(10, seed: 3));
        await browser.StateAsync(hostile, "done");
        (await browser.Page.Locator(".job .name").InnerTextAsync()).ShouldBe(hostile);
        browser.Complaints.ShouldBeEmpty();
    }

    [BrowserFact(Timeout = Patience)]
    public async Task The_page_fits_a_phone_and_a_desk_in_light_and_in_dark()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("a-file-whose-name-is-so-long-that-it-does-not-fit-into-one-line-of-a-phone.tar.gz", Some.Bytes(50_000, seed: 4)) }));
        var backgrounds = new HashSet<string>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var width in new[] { 375, 1280 })
            {
                await using var browser = await Browser.EnterAsync(daemon, width, scheme);
                await Assertions.Expect(browser.Page.Locator("#hosts tr")).ToHaveCountAsync(1);
                await Assertions.Expect(browser.Page.Locator(".job")).ToHaveCountAsync(1);
                await browser.PictureAsync($"page-{scheme}-{width}".ToLowerInvariant());
                (await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(width);
                (await browser.Page.EvaluateAsync<string[]>("""
                    [...document.querySelectorAll("button, input:not([type=radio], [type=file], [type=checkbox]), select, summary")]
                      .filter(part => part.checkVisibility() && part.getBoundingClientRect().height < 32).map(part => part.outerHTML)
                    """)).ShouldBeEmpty();
                backgrounds.Add(await browser.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
                browser.Complaints.ShouldBeEmpty();
            }
        }

        backgrounds.Count.ShouldBe(2);
    }
}
