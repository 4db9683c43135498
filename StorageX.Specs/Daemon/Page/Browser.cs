using Microsoft.Playwright;
using Xunit;

namespace StorageX.Specs.Daemon.Page;

/// <summary>A fact that needs the system's browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = File.Exists(Browser.Executable) ? null : $"no {Browser.Executable}";
}

/// <summary>The system's Chromium, without a window, looking at one daemon's page.</summary>
internal sealed class Browser : IAsyncDisposable
{
    /// <summary>Where the browser is.</summary>
    public const string Executable = "/usr/bin/chromium";

    private static readonly string Screenshots = Environment.GetEnvironmentVariable("STORAGEX_SCREENSHOTS") ?? Path.Combine(AppContext.BaseDirectory, "screenshots");
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser, IPage page, List<string> complaints) =>
        (_playwright, _browser, Page, Complaints) = (playwright, browser, page, complaints);

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>What the browser's console has complained of.</summary>
    public IReadOnlyList<string> Complaints { get; }

    /// <summary>Opens a daemon's page.</summary>
    /// <param name="daemon">The daemon.</param>
    /// <param name="fragment">What stands in the address behind the number sign.</param>
    /// <param name="width">The window's width in pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    public static async Task<Browser> OpenAsync(RunningDaemon daemon, string fragment = "", int width = 1000, ColorScheme scheme = ColorScheme.Light)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            AcceptDownloads = true,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(daemon.Address.AbsoluteUri + fragment);
        return new Browser(playwright, browser, page, complaints);
    }

    /// <summary>Opens a daemon's page with its token.</summary>
    public static Task<Browser> EnterAsync(RunningDaemon daemon, int width = 1000, ColorScheme scheme = ColorScheme.Light) =>
        OpenAsync(daemon, $"#token={Uri.EscapeDataString(daemon.Token)}", width, scheme);

    /// <summary>Drops a file on the page, as from a folder's window.</summary>
    public async Task DropAsync(string name, byte[] bytes)
    {
        var transfer = await Page.EvaluateHandleAsync(
            """
            ([name, base64]) => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name));
              return transfer;
            }
            """, new[] { name, Convert.ToBase64String(bytes) });
        await Page.DispatchEventAsync("#drop", "drop", new { dataTransfer = transfer });
    }

    /// <summary>The card of a job.</summary>
    public ILocator Job(string name) => Page.Locator(".job", new() { Has = Page.GetByText(name, new() { Exact = true }) });

    /// <summary>Waits for a job's state.</summary>
    public Task StateAsync(string name, string state) => Assertions.Expect(Job(name).Locator(".state")).ToHaveTextAsync(state, new() { Timeout = 30_000 });

    /// <summary>Keeps a picture of the whole page.</summary>
    public Task PictureAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png"), FullPage = true });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
