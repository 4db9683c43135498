using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shouldly;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;
using StorageX.Pacing;
using StorageX.Specs.Backends.Http;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>A daemon that is killed again and again while five jobs run against a host that does wrong now and then.</summary>
public sealed class KillSpec : IAsyncLifetime
{
    private const int Kills = 30;
    private const int Pieces = 150;
    private const int PieceBytes = (48 * 48 * 3) - 4 - 48;
    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(900);
    private readonly TemporaryDirectory _directory = new();
    private readonly List<(object Body, string Path, byte[] File)> _uploads = [];
    private readonly Random _random = new(20260101);
    private ImageHost _host = null!;
    private EventClient _events = null!;
    private string _token = "";

    private string Root => _directory["root"];

    private string Configuration => _directory["akka.hocon"];

    public async Task InitializeAsync()
    {
        _host = await ImageHost.StartAsync();
        Directory.CreateDirectory(Root);
        await File.WriteAllTextAsync(_directory["host.sxcu"], $$"""
            { "Version": "15.0.0", "RequestURL": "{{_host.Address}}upload", {{Profiles.Form}}, "URL": "{json:data.link}", "ErrorMessage": "{json:error}" }
            """);
        await File.WriteAllTextAsync(Configuration, $$"""
            storagex {
              data = "{{_directory["data"]}}"
              piece { width = 48, height = 48 }
              backend = host
              backends.host { type = http, profile = "{{_directory["host.sxcu"]}}" }
              transfers { credits = 4, encoders = 1, decoders = 1, drain-timeout = 5s }
              uploads { permits = 3, rate = 25, attempts = 20, request-timeout = 1s, backoff { min = 5ms, max = 20ms, jitter = 0.2 } }
              downloads { permits = 3, rate = 20, attempts = 20, request-timeout = 1s, backoff { min = 5ms, max = 20ms, jitter = 0.2 } }
              daemon { listen = "http://127.0.0.1:0", roots = ["{{Root}}"], jobs = 5 }
            }
            """);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Dispose();
    }

    [Fact(Timeout = 400_000)]
    public async Task Five_jobs_that_are_killed_thirty_times_all_end_right_and_none_is_lost_or_doubled()
    {
        var downloads = await StoreAsync();
        for (var number = 0; number < 3; number++)
        {
            var file = Some.Bytes(Pieces * PieceBytes, seed: 100 + number);
            await File.WriteAllBytesAsync(Path.Combine(Root, $"up-{number}"), file);
            _uploads.Add((new { path = Path.Combine(Root, $"up-{number}") }, "/v1/uploads", file));
        }

        _token = TokenOf();
        _events = new EventClient(_token);
        _host.Faults = Wrong;
        var running = new List<int>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var daemon = DaemonProcess.Start(Configuration);
            if (kill % 6 == 5)
            {
                // Now and then before it is quite there.
                await Task.WhenAny(daemon.Address, Task.Delay(TimeSpan.FromMilliseconds(_random.Next(50, 1500)), TimeProvider.System));
            }
            else
            {
                using var client = await daemon.ClientAsync(_token);
                using var life = new CancellationTokenSource();
                var following = FollowAsync(client.BaseAddress!, life.Token);
                await SubmitAsync(client, downloads);
                await Task.Delay(LongestLife * _random.NextDouble(), TimeProvider.System);
                running.Add((await client.GetFromJsonAsync<JsonElement>("/v1/jobs")).GetProperty("counts").GetProperty("running").GetInt32());
                await daemon.KillAsync();
                await life.CancelAsync();
                await following;
            }
        }

        running.Count(count => count == 5).ShouldBeGreaterThan(15, $"jobs that ran when the daemon was killed: {string.Join(' ', running)}");
        await ThenAllEndRightAsync(downloads);
    }

    private async Task ThenAllEndRightAsync(List<(string Key, byte[] File)> downloads)
    {
        using var daemon = DaemonProcess.Start(Configuration);
        using var client = await daemon.ClientAsync(_token);
        await SubmitAsync(client, downloads);
        for (var id = 1; id <= 5; id++)
        {
            JsonElement job;
            do
                job = await client.GetFromJsonAsync<JsonElement>($"/v1/jobs/{id}/wait?timeout=50");
            while (job.GetProperty("ended").ValueKind == JsonValueKind.Null);
            job.GetProperty("state").GetString().ShouldBe("done", job.GetRawText());
        }

        var list = await client.GetFromJsonAsync<JsonElement>("/v1/jobs");
        list.GetProperty("jobs").GetArrayLength().ShouldBe(5);
        using (var enough = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
            await _events.FollowAsync(client.BaseAddress!, seen => seen.Last >= list.GetProperty("seq").GetInt64(), enough.Token);
        _events.Events.Select(happened => happened.Id).ShouldBe(Enumerable.Range(1, _events.Events.Count).Select(id => (long)id));
        _events.Events.ShouldAllBe(happened => happened.Name == "job");
        _events.Events.Count(happened => happened.Data.GetProperty("state").GetString() == "done").ShouldBe(5);

        _host.Faults = _ => Fault.None;
        for (var number = 0; number < downloads.Count; number++)
            (await File.ReadAllBytesAsync(Path.Combine(Root, $"down-{number}"))).ShouldBe(downloads[number].File);
        for (var number = 0; number < _uploads.Count; number++)
        {
            var job = list.GetProperty("jobs").EnumerateArray().Single(job => job.GetProperty("name").GetString() == $"up-{number}");
            var key = (await client.GetFromJsonAsync<JsonElement>($"/v1/jobs/{job.GetProperty("id")}/key")).GetProperty("key").GetString()!;
            (await RestoredAsync(key)).ShouldBe(_uploads[number].File);
        }

        Directory.GetFileSystemEntries(Root).Length.ShouldBe(5);
        (await daemon.TerminateAsync()).ShouldBe(0, daemon.Said);
        daemon.Said.ShouldNotContain("#sx2.");
    }

    /// <summary>Submits the five jobs, each time again: what was there already is not made twice.</summary>
    private async Task SubmitAsync(HttpClient client, List<(string Key, byte[] File)> downloads)
    {
        foreach (var (body, path, _) in _uploads)
            await SubmitAsync(client, path, body);
        for (var number = 0; number < downloads.Count; number++)
            await SubmitAsync(client, "/v1/downloads", new { key = downloads[number].Key, path = Path.Combine(Root, $"down-{number}") });
    }

    private static async Task SubmitAsync(HttpClient client, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", JsonSerializer.Serialize(body)[^20..]);
        using var answer = await client.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        // A download that is done has taken its target's name; asked for once more, it is the same request, not a new one.
        ((int)answer.StatusCode).ShouldBeOneOf([200, 202], said);
    }

    private async Task FollowAsync(Uri address, CancellationToken cancel)
    {
        try
        {
            await _events.FollowAsync(address, _ => false, cancel);
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            // The daemon was killed; the client comes back.
        }
    }

    /// <summary>One request in twenty goes wrong, in a way that another try mends.</summary>
    private Fault Wrong(HttpRequest request)
    {
        lock (_random)
        {
            return _random.Next(20) > 0 ? Fault.None : _random.Next(6) switch
            {
                0 => Fault.Unavailable,
                1 => Fault.InternalError,
                2 => Fault.ResetBeforeAnswer,
                3 => Fault.ResetInBody,
                4 => Fault.TooManyWithSeconds,
                _ => HttpMethods.IsGet(request.Method) ? Fault.Truncate : Fault.ResetInBody,
            };
        }
    }

    private async Task<List<(string Key, byte[] File)>> StoreAsync()
    {
        await using var storage = new Storage(StorageXSettings.Load(Configuration) with { Uploads = new PaceSettings() });
        var stored = new List<(string, byte[])>();
        for (var number = 0; number < 2; number++)
        {
            var file = Some.Bytes(Pieces * PieceBytes, seed: 200 + number);
            stored.Add(((await storage.UploadAsync(new MemoryStream(file), new UploadOptions { Name = $"down-{number}" })).Key, file));
        }

        return stored;
    }

    private string TokenOf()
    {
        var path = _directory["data", "daemon", "token"];
        _ = DaemonToken.LoadOrCreate(path);
        return TokenFile.Read(path);
    }

    private async Task<byte[]> RestoredAsync(string key)
    {
        await using var storage = new Storage(StorageXSettings.Load(Configuration) with { Downloads = new PaceSettings() });
        using var back = new MemoryStream();
        await storage.DownloadAsync(key, back);
        return back.ToArray();
    }
}
