using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging;
using Shouldly;
using StorageX.Host.Daemon.Telemetry;
using StorageX.Specs.Manifests;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>A daemon that is given a key which something has rewritten.</summary>
public sealed class RewrittenKeySpec
{
    [Fact(Timeout = 60_000)]
    public async Task It_is_refused_in_every_place_without_its_secret()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        foreach (var key in RewrittenKeys.All)
        {
            foreach (var (path, body) in new (string, object)[] { ("/v1/downloads", new { key, path = daemon.Root }), ("/v1/shares", new { key }) })
            {
                using var answer = await daemon.Client.PostAsJsonAsync(path, body);
                answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
                (await answer.Content.ReadAsStringAsync()).ShouldNotContain("AAECAwQF");
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_key_in_the_wrong_place_is_told_without_its_secret()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        const string key = "https://host.example/i/a.png#sx2." + RewrittenKeys.Secret;
        foreach (var (path, body) in new (string, object)[]
        {
            ("/v1/uploads", new { path = key }), ("/v1/uploads", new { path = daemon.Root + "/" + key }), ("/v1/uploads", new { path = "/x", to = key }), ("/v1/jobs/" + Uri.EscapeDataString(key), new { key }),
            ("/v1/downloads", new { key = "file:///a.png", path = daemon.Root + "/" + key }),
        })
        {
            using var answer = await daemon.Client.PostAsJsonAsync(path, body);
            ((int)answer.StatusCode).ShouldBeGreaterThanOrEqualTo(400);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("AAECAwQF");
        }
    }

    [Fact]
    public void No_line_of_the_log_shows_one()
    {
        using var lines = new Lines();
        using var logs = new SecretFreeLogs(LoggerFactory.Create(logging => logging.AddProvider(lines)));
        var log = logs.CreateLogger("x");
        log.LogError("{What} is fine", "nothing");
        log.LogError("{What} failed", "i%23sx2." + RewrittenKeys.Secret);
        log.LogError(new InvalidOperationException("i#sx2." + RewrittenKeys.Secret), "{What} failed", "it");
        lines.All.Count.ShouldBe(3);
        lines.All[0].ShouldBe("nothing is fine");
        lines.All[1].ShouldBe("i%23sx2.... failed");
        lines.All[2].ShouldStartWith("it failed: System.InvalidOperationException: i#sx2....");
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception) + exception?.Message);

        public void Dispose()
        {
        }
    }
}
