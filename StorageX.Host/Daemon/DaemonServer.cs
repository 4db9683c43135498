using System.Net;
using System.Text.Json.Serialization;
using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StorageX.Engine;
using StorageX.Errors;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;
using StorageX.Host.Daemon.Care;
using StorageX.Host.Daemon.Http;
using StorageX.Host.Daemon.Jobs;
using StorageX.Host.Daemon.Shares;
using StorageX.Host.Daemon.Telemetry;

namespace StorageX.Host.Daemon;

/// <summary>The daemon: jobs, and HTTP over them. Started once, ended once.</summary>
internal sealed class DaemonServer : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
    private readonly DaemonSettings _settings;
    private readonly TimeProvider _time;
    private readonly TimeSpan _cleanUp;
    private readonly DaemonLock _lock;
    private readonly Storage _storage;
    private readonly JobBook _book;
    private readonly ShareBook _shares;
    private readonly OpenShares _open;
    private readonly ILoggerFactory _logs;
    private readonly DaemonMeter _meter;
    private readonly MetricStore _metrics;
    private readonly IDisposable? _export;
    private readonly WebApplication _app;
    private readonly Ending _ending = new();
    private readonly ConnectionDoor _door;
    private readonly ActorSystem _system;
    private readonly JobDesk _desk;
    private CareLoop? _care;

    private DaemonServer(StorageXSettings settings, DaemonSettings own, TimeProvider time)
    {
        (_settings, _time, _cleanUp) = (own, time, settings.Transfers.DrainTimeout + StopTimeout);
        var directory = Path.Combine(settings.DataDirectory, "daemon");
        _lock = DaemonLock.Take(directory);
        var token = DaemonToken.LoadOrCreate(_settings.TokenFile);
        _book = JobBook.Open(Path.Combine(directory, "jobs.db"));
        _logs = DaemonLogs.Create(_settings.Telemetry.JsonLogs);
        var shareLog = new ShareLog(_logs.CreateLogger<ShareLog>());
        _shares = ShareStore.Open(Path.Combine(directory, "shares.db"), store => new ShareBook(store, time, new SharePlaces(_settings.Shares.Streams, _settings.Shares.StreamsPerAddress), shareLog));
        var spool = new Spool(Path.Combine(directory, "spool"), _settings.MaxUpload);
        spool.Prepare(_book.All.Select(job => job.Order.Spool).OfType<string>().ToHashSet());
        var roots = new PathRoots(_settings.Roots);
        _meter = new DaemonMeter(_book, _shares, time);
        _metrics = new MetricStore(_meter);
        _export = _settings.Telemetry.Otlp is { } collector ? OtlpExport.Start(collector, _settings.Telemetry.OtlpInterval) : null;
        _storage = new Storage(settings with { Transfers = settings.Transfers with { Running = int.MaxValue } }, _logs);
        _open = new OpenShares(_storage, time);
        _system = ActorSystem.Create("storagex-daemon", LoggerFactoryActor.To(_logs).WithFallback(AkkaConfig.Of(settings.Configuration)));
        _door = new ConnectionDoor(new Connections(own.Limits.Connections, own.Limits.ConnectionsPerAddress), new ClientPlaces(own.Limits.Proxies));
        _app = Build(settings, token);
        var log = _app.Services.GetRequiredService<JobLog>();
        var manager = _system.ActorOf(Props.Create(() => new JobManager(_book, new JobRunner(_storage, roots, spool), _settings, time, log)), "jobs");
        _desk = new JobDesk(manager);

        WebApplication Build(StorageXSettings all, DaemonToken secret)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "storagex" });
            builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit);
            builder.Services
                .AddSingleton(_logs).AddSingleton(_metrics)
                .ConfigureHttpJsonOptions(json =>
                {
                    json.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractJson.Default);
                    json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
                })
                .AddRouting()
                .AddOpenApi("v1", ApiDocument.Describe)
                .AddSingleton(all).AddSingleton(own).AddSingleton(secret).AddSingleton(time)
                .AddSingleton(_storage).AddSingleton(_book).AddSingleton(spool).AddSingleton(roots).AddSingleton(_ending).AddSingleton(_door)
                .AddSingleton(_shares).AddSingleton(_open).AddSingleton(shareLog)
                .AddSingleton(new HostNames(own.Listen, own.Hosts))
                .AddSingleton(_ => _desk!)
                .AddSingleton<Gate>().AddSingleton<Http.Failures>().AddSingleton<JobLog>();
            return builder.Build();
        }
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts a daemon; what ran when the last one ended goes on.</summary>
    /// <param name="settings">The settings of its transfers.</param>
    /// <param name="own">How it works itself.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SettingsException">Another daemon has the data directory, it cannot be read, or the address is taken.</exception>
    public static async Task<DaemonServer> StartAsync(StorageXSettings settings, DaemonSettings own, TimeProvider time)
    {
        var server = new DaemonServer(settings, own, time);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes no more jobs, lets those that run go on for a while, parks the rest, and ends.</summary>
    /// <param name="patience">How long running jobs may go on.</param>
    public async Task EndAsync(TimeSpan patience)
    {
        await EndCareAsync();
        try
        {
            await _desk.DrainAsync(patience).WaitAsync(patience + _cleanUp, _time);
        }
        catch (TimeoutException)
        {
            // Its jobs cannot end, or the disk does not take that they have: they go on at the next start, as after a crash.
        }

        await _ending.EndAsync();
        using var enough = new CancellationTokenSource(StopTimeout);
        await _app.StopAsync(enough.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndCareAsync();
        await _ending.EndAsync();
        await _app.DisposeAsync();
        await _system.Terminate();
        _system.Dispose();
        await _open.DisposeAsync();
        await _storage.DisposeAsync();
        _export?.Dispose();
        _metrics.Dispose();
        _meter.Dispose();
        _book.Dispose();
        _shares.Dispose();
        _ending.Dispose();
        _logs.Dispose();
        _lock.Dispose();
    }

    private async Task EndCareAsync()
    {
        if (Interlocked.Exchange(ref _care, null) is { } care)
            await care.DisposeAsync();
    }

    private async Task StartAsync()
    {
        var gate = _app.Services.GetRequiredService<Gate>();
        _app.UseRouting();
        var failures = _app.Services.GetRequiredService<Http.Failures>();
        _app.Use(next => http => ConnectionDoor.AskAsync(http, next));
        _app.Use(next => http => _ending.ServeAsync(http, next));
        _app.Use(next => http => failures.CatchAsync(http, next));
        _app.Use(next => http => gate.PassAsync(http, next));
        _app.MapHealth();
        _app.MapSubmissions();
        _app.MapUpkeep();
        _app.MapRehosts();
        _app.MapJobs();
        _app.MapEvents();
        _app.MapBackends();
        _app.MapPage();
        _app.MapShares();
        _app.MapSharedFiles();
        _app.MapMetrics();
        _app.MapOpenApi("/openapi/{documentName}.json");
        try
        {
            await _app.StartAsync();
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new SettingsException($"storagex.daemon.listen: something listens on {_settings.Listen} already, perhaps another daemon; end it, or choose another port", error);
        }
        catch (IOException error)
        {
            throw new SettingsException($"storagex.daemon.listen: {_settings.Listen} cannot be listened on: {SystemWords.Of(error.InnerException ?? error)}", error);
        }

        _care = new CareLoop(_settings.Care, _storage, _book, _desk, _time, new CareLog(_logs.CreateLogger<CareLog>()));
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    private void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = JsonBody.Most;
        kestrel.Limits.KeepAliveTimeout = _settings.Limits.IdleTimeout;
        kestrel.Limits.RequestHeadersTimeout = _settings.Limits.HeaderTimeout;
        var listen = _settings.Listen;
        if (IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address))
            kestrel.Listen(address, listen.Port, Count);
        else if (listen.Host == "localhost")
            kestrel.Listen(IPAddress.Loopback, listen.Port, Count);
        else
            throw new SettingsException($"storagex.daemon.listen: {listen}: an address of this machine is expected, not a name; names go to storagex.daemon.hosts");

        void Count(ListenOptions options) => options.Use(next => connection => _door.EnterAsync(connection, next));
    }
}
