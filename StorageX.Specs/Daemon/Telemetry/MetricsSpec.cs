using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shouldly;
using StorageX.Specs.Backends.Http;
using StorageX.Specs.Daemon.Shares;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon.Telemetry;

/// <summary>What the daemon tells of itself to those who watch it.</summary>
public sealed partial class MetricsSpec
{
    [Fact(Timeout = 60_000)]
    public async Task The_figures_are_in_prometheus_format_and_have_no_key_in_them()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(200_000, seed: 1);
        var job = await sharing.StoreAsync(bytes, "secret-name.bin");
        await sharing.StoreAsync(bytes, "secret-name.bin");
        var key = await sharing.KeyOfAsync(job);
        await sharing.Daemon.EndOfAsync(await sharing.Daemon.SubmitAsync("/v1/downloads", new { key, path = Path.Combine(sharing.Daemon.Root, "back") }));
        var (_, url) = await sharing.ShareAsync(new { job });
        await sharing.ReadAsync(url);
        using var answer = await sharing.Daemon.Client.GetAsync("/metrics");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await answer.Content.ReadAsStringAsync();
        var scrape = new Scrape(text);

        scrape.Sum("storagex_pieces_total", "outcome=\"stored\"").ShouldBeGreaterThanOrEqualTo(17);
        scrape.Sum("storagex_pieces_total", "outcome=\"skipped\"").ShouldBeGreaterThanOrEqualTo(17);
        scrape.Sum("storagex_pieces_total", "direction=\"download\"", "outcome=\"fetched\"").ShouldBeGreaterThanOrEqualTo(34);
        scrape.Sum("storagex_piece_io_bytes_total", "outcome=\"fetched\"").ShouldBeGreaterThanOrEqualTo(400_000);
        scrape.Sum("storagex_host_io_bytes_total", "backend=\"host\"", "direction=\"upload\"").ShouldBeGreaterThan(200_000);
        scrape.TypeOf("storagex_host_request_duration_seconds").ShouldBe("histogram");
        scrape.Sum("storagex_host_request_duration_seconds_count", "backend=\"host\"", "operation=\"store\"").ShouldBeGreaterThanOrEqualTo(18);
        scrape.Sum("storagex_host_permits", "backend=\"host\"", "direction=\"download\"").ShouldBeGreaterThanOrEqualTo(1);
        scrape.Of("storagex_host_queued_requests").ShouldNotBeEmpty();
        scrape.Sum("storagex_jobs", "state=\"done\"").ShouldBe(3);
        scrape.Of("storagex_jobs").Count().ShouldBe(8 * 6);
        scrape.Sum("storagex_jobs", "kind=\"upload\"").ShouldBe(2);
        scrape.Sum("storagex_shares", "state=\"open\"").ShouldBe(1);
        scrape.Sum("storagex_share_io_bytes_total").ShouldBe(bytes.Length);
        scrape.Of("storagex_share_active_requests").ShouldHaveSingleItem();
        scrape.Sum("dotnet_process_memory_working_set_bytes").ShouldBeGreaterThan(0);
        foreach (var hidden in new[] { key.Split('#')[1], Path.GetFileNameWithoutExtension(key.Split('#')[0]), url.Segments[^1], "secret-name" })
            text.ShouldNotContain(hidden);
        using var stranger = await sharing.GetAsync(new Uri(sharing.Daemon.Address, "/metrics"));
        stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact(Timeout = 60_000)]
    public async Task Buckets_add_up_to_the_count()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        await sharing.StoreAsync(Some.Bytes(50_000, seed: 2));
        var scrape = await ScrapeAsync(sharing);
        var counts = scrape.Of("storagex_host_request_duration_seconds_count").ToList();
        counts.ShouldNotBeEmpty();
        foreach (var (series, count) in counts)
        {
            var labels = series[(series.IndexOf('{') + 1)..^1];
            var buckets = scrape.Of("storagex_host_request_duration_seconds_bucket").Where(bucket => bucket.Key.Contains($"{{{labels},le=", StringComparison.Ordinal)).ToList();
            buckets.Select(bucket => bucket.Value).ShouldBeInOrder();
            buckets[^1].Key.ShouldEndWith("le=\"+Inf\"}");
            buckets[^1].Value.ShouldBe(count);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Retries_are_counted_by_kind()
    {
        await using var sharing = await SharingDaemon.StartAsync("storagex.uploads { attempts = 9, backoff { min = 1ms, max = 1ms } }");
        var faults = new ConcurrentQueue<Fault>([Fault.TooManyWithSeconds, Fault.InternalError]);
        sharing.Host.Faults = _ => faults.TryDequeue(out var fault) ? fault : Fault.None;
        var before = await ScrapeAsync(sharing);
        await sharing.StoreAsync(Some.Bytes(50_000, seed: 3));
        var after = await ScrapeAsync(sharing);
        foreach (var kind in new[] { "throttled", "transient" })
        {
            var labels = new[] { "backend=\"host\"", "direction=\"upload\"", $"error_type=\"{kind}\"" };
            (after.Sum("storagex_host_retries_total", labels) - before.Sum("storagex_host_retries_total", labels)).ShouldBeGreaterThanOrEqualTo(1);
            after.Sum("storagex_host_request_duration_seconds_count", labels).ShouldBeGreaterThanOrEqualTo(1);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task What_runs_and_waits_is_seen_while_it_does()
    {
        await using var sharing = await SharingDaemon.StartAsync("storagex { uploads.permits = 1, daemon.jobs = 1 }");
        sharing.Host.Faults = _ => Fault.Stall;
        using var one = await sharing.Daemon.Client.PostAsync("/v1/uploads?name=a", new ByteArrayContent(Some.Bytes(100_000, seed: 4)));
        using var two = await sharing.Daemon.Client.PostAsync("/v1/uploads?name=b", new ByteArrayContent([1]));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await ScrapeAsync(sharing) is var scrape
            && !(scrape.Sum("storagex_jobs", "\"running\"") == 1 && scrape.Sum("storagex_jobs", "\"queued\"") == 1
                && scrape.Sum("storagex_host_active_requests", "\"host\"", "\"upload\"") >= 1 && scrape.Sum("storagex_host_queued_requests", "\"host\"", "\"upload\"") >= 1))
            await timer.WaitForNextTickAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_figure_on_the_dashboard_exists()
    {
        await using var sharing = await SharingDaemon.StartAsync("storagex.uploads { attempts = 9, backoff { min = 1ms, max = 1ms } }");
        var faults = new ConcurrentQueue<Fault>([Fault.TooManyWithSeconds]);
        sharing.Host.Faults = _ => faults.TryDequeue(out var fault) ? fault : Fault.None;
        var (_, url) = await sharing.StoreAndShareAsync(Some.Bytes(50_000, seed: 5));
        await sharing.ReadAsync(url);
        GC.Collect();
        var there = (await ScrapeAsync(sharing)).Names;
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(InRepository("deploy/grafana-dashboard.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        panels.Count.ShouldBeGreaterThan(10);
        foreach (var panel in panels)
        {
            var used = panel.GetProperty("targets").EnumerateArray().SelectMany(target => FigureName().Matches(target.GetProperty("expr").GetString()!)).Select(match => match.Value).ToList();
            used.ShouldNotBeEmpty();
            used.Where(name => !there.Contains(name)).ShouldBeEmpty(panel.GetProperty("title").GetString());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_collector_gets_the_same_figures_when_it_is_configured()
    {
        var got = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = await CollectorAsync(async request =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var text = Encoding.Latin1.GetString(body.ToArray());
            if (request.Path == "/v1/metrics" && text.Contains("storagex.pieces", StringComparison.Ordinal))
                got.TrySetResult(text);
        });
        await using var sharing = await SharingDaemon.StartAsync($"storagex.daemon.telemetry {{ otlp = \"{collector.Urls.Single()}\", otlp-interval = 200ms }}");
        var key = await sharing.KeyOfAsync(await sharing.StoreAsync(Some.Bytes(50_000, seed: 6), "secret-name.bin"));
        var sent = await got.Task.WaitAsync(TimeSpan.FromSeconds(30));
        foreach (var figure in new[] { "storagex.host.request.duration", "storagex.host.permits", "storagex.jobs", "service.name" })
            sent.ShouldContain(figure);
        sent.ShouldNotContain(key.Split('#')[1]);
        sent.ShouldNotContain("secret-name");
    }

    [Fact(Timeout = 120_000)]
    public async Task The_log_is_one_json_object_a_line_when_it_is_asked_for()
    {
        using var folder = new TemporaryDirectory();
        var configuration = folder.Write("daemon.hocon", Encoding.UTF8.GetBytes($$"""
            storagex {
              data = "{{folder["data"]}}"
              daemon { listen = "http://127.0.0.1:0", telemetry.logs = json }
            }
            """));
        using var daemon = DaemonProcess.Start(configuration);
        await daemon.Address;
        using var client = await daemon.ClientAsync(StorageX.Host.Contract.TokenFile.Read(folder["data", "daemon", "token"]));
        using var answer = await client.PostAsync("/v1/uploads?name=secret-name", new ByteArrayContent(Some.Bytes(5000, seed: 7)));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await client.GetAsync("/v1/jobs/1/wait?timeout=30")).Dispose();
        await daemon.TerminateAsync();
        var lines = daemon.Said.Split('\n').Where(line => !line.StartsWith("storagex: ", StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBeGreaterThanOrEqualTo(3);
        foreach (var line in lines)
        {
            using var entry = JsonDocument.Parse(line);
            entry.RootElement.GetProperty("Category").GetString().ShouldNotBeNull().ShouldStartWith("StorageX");
            DateTimeOffset.TryParse(entry.RootElement.GetProperty("Timestamp").GetString(), out _).ShouldBeTrue();
        }

        daemon.Said.ShouldNotContain("#sx2.");
    }

    [GeneratedRegex(@"(?<!by \([a-z_, ]*)(storagex|dotnet|http)_[a-z_]+(?=[{,)]|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FigureName();

    private static async Task<Scrape> ScrapeAsync(SharingDaemon sharing) => new(await sharing.Daemon.Client.GetStringAsync("/metrics"));

    private static string InRepository(string path, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../..", path));

    private static async Task<WebApplication> CollectorAsync(Func<HttpRequest, Task> take)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(http => take(http.Request));
        await app.StartAsync();
        return app;
    }
}
