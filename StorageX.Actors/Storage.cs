using Akka.Actor;
using Microsoft.Extensions.Logging;
using StorageX.Backends;
using StorageX.Catalogue;
using StorageX.Deletion;
using StorageX.Downloads;
using StorageX.Engine;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Reading;
using StorageX.Transfers;
using StorageX.Uploads;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX;

/// <summary>
/// Keeps files in image hosts: the front door of the library. One instance serves any number of transfers at once, and is
/// disposed when they are done.
/// </summary>
/// <example>
/// <code>
/// await using var storage = new Storage(width: 600, height: 600);
/// var upload = await storage.UploadAsync("holiday.mp4");
/// await storage.DownloadAsync(upload.Key, "copy.mp4");
/// </code>
/// </example>
public sealed partial class Storage : IAsyncDisposable
{
    private const string StreamName = "stdin";
    private readonly StorageXSettings _settings;
    private readonly BackendRegistry _backends;
    private readonly ActorSystem _system;
    private readonly IActorRef _transfers;
    private readonly IActorRef _reads;
    private readonly IActorRef _uploads;
    private readonly IActorRef _downloads;
    private readonly PieceCatalogue _catalogue;
    private readonly ProcessMark _mark;
    private readonly HistoryDeletion _deletion;
    private readonly BudgetFile _budgets;
    private volatile bool _isClosing;

    /// <summary>Opens a storage.</summary>
    /// <param name="settings">The settings; null for those of <see cref="StorageXSettings.Load"/>.</param>
    /// <exception cref="SettingsException">The configuration is not what it should be.</exception>
    public Storage(StorageXSettings? settings = null)
        : this(settings ?? StorageXSettings.Load(), null, null)
    {
    }

    /// <summary>Opens a storage whose log goes to a logger factory instead of the configuration's <c>akka.loggers</c>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="logs">Gets what <c>akka.loglevel</c> lets through; not disposed, and must live longer than the storage.</param>
    public Storage(StorageXSettings settings, ILoggerFactory logs)
        : this(settings, null, logs)
    {
    }

    /// <summary>Opens a storage with pieces of another size.</summary>
    /// <param name="width">A full piece's canvas width in pixels, 16 to 16384.</param>
    /// <param name="height">A full piece's canvas height in pixels, 16 to 16384.</param>
    /// <exception cref="SettingsException">The configuration, or a side, is not what it should be.</exception>
    public Storage(int width, int height)
        : this(StorageXSettings.Load() with { PieceWidth = width, PieceHeight = height })
    {
    }

    /// <summary>Opens a storage whose default backend is one of the caller's making; it is disposed with the storage.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="backend">The backend.</param>
    public Storage(StorageXSettings settings, IImageBackend backend)
        : this(settings, Backends(settings).With(backend), null)
    {
    }

    private Storage(StorageXSettings settings, BackendRegistry? backends, ILoggerFactory? logs)
    {
        PieceGeometry.RequireCanvas(settings.PieceWidth, settings.PieceHeight);
        _settings = settings;
        _backends = backends ?? Backends(settings);
        var catalogue = Path.Combine(settings.DataDirectory, "catalogue.db");
        (_catalogue, _mark) = (PieceCatalogue.Open(catalogue, TimeProvider.System), new ProcessMark(catalogue));
        _deletion = new HistoryDeletion(_catalogue, _mark, _backends, backend => settings.Uploads.Within(backend.Properties.Limits).Permits, (job, cancel) => EndAsync(job, cancel));
        var config = AkkaConfig.Of(settings.Configuration);
        _system = ActorSystem.Create("storagex", logs is null ? config : LoggerFactoryActor.To(logs).WithFallback(config));
        _budgets = new BudgetFile(Path.Combine(settings.DataDirectory, BudgetFile.Name));
        var uploads = _uploads = _system.ActorOf(BackendManager.Of(backend => UploadRouter.Of(settings.Uploads.Within(backend.Properties.Limits), _budgets)), "uploads");
        var downloads = _downloads = _system.ActorOf(BackendManager.Of(_ => DownloadRouter.Of(settings.Downloads)), "downloads");
        _transfers = _system.ActorOf(Props.Create(() => new TransferManager(settings.Transfers, uploads, downloads)), "transfers");
        var unlimited = settings.Transfers with { Running = int.MaxValue };
        _reads = _system.ActorOf(Props.Create(() => new TransferManager(unlimited, uploads, downloads)), "reads");
    }

    /// <summary>Stores a file.</summary>
    /// <param name="path">The file; it must not change meanwhile.</param>
    /// <param name="options">How this upload differs from the settings.</param>
    /// <param name="progress">Is told how far the upload is, on a thread of the engine; it must return quickly.</param>
    /// <param name="cancel">Ends the upload; what was stored stays, but no key leads to it.</param>
    /// <returns>The key, and what it leads to.</returns>
    /// <exception cref="TransferException">The upload failed.</exception>
    /// <exception cref="SettingsException">An option is not what it should be.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<UploadResult> UploadAsync(string path, UploadOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default) =>
        UploadAsync(capacity => PieceReader.OpenFile(path, capacity), Path.GetFileName(path), options, progress, cancel);

    /// <summary>Stores what a stream gives, to its end. The stream is read, not disposed.</summary>
    /// <inheritdoc cref="UploadAsync(string, UploadOptions?, IProgress{TransferProgress}?, CancellationToken)"/>
    public Task<UploadResult> UploadAsync(Stream source, UploadOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default) =>
        UploadAsync(capacity => PieceReader.OpenStream(source, "the input", capacity), StreamName, options, progress, cancel);

    /// <summary>Stores a file that the caller has opened, keeps, and disposes.</summary>
    /// <param name="file">The file, which can seek.</param>
    /// <param name="label">What errors call it.</param>
    /// <param name="options">How this upload differs from the settings.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancel">Ends it.</param>
    /// <inheritdoc cref="UploadAsync(string, UploadOptions?, IProgress{TransferProgress}?, CancellationToken)"/>
    internal Task<UploadResult> UploadAsync(FileStream file, string label, UploadOptions options, IProgress<TransferProgress>? progress, CancellationToken cancel) => UploadAsync(
        capacity => file.Length > 0 ? PieceReader.OpenHandle(file.SafeFileHandle, label, capacity) : PieceReader.OpenStream(file, label, capacity), label, options, progress, cancel);

    /// <summary>Restores a file. It appears under its name only when every piece has been checked and written.</summary>
    /// <param name="key">What the upload gave.</param>
    /// <param name="path">The file, or a directory to put it in; null for the current one. In a directory it gets the name that the uploader gave, made safe.</param>
    /// <param name="options">How this download differs from the default.</param>
    /// <param name="progress">Is told how far the download is, on a thread of the engine; it must return quickly.</param>
    /// <param name="cancel">Ends the download, which then leaves nothing.</param>
    /// <exception cref="TransferException">The download failed, and left nothing; it is of <see cref="TransferErrorKind.IsFolder"/> where the key leads to a folder.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<DownloadResult> DownloadAsync(string key, string? path = null, DownloadOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default)
    {
        if (path is "")
            throw new TransferException(TransferErrorKind.Failed, "the file's name is empty; say which file to write");
        var overwrite = options?.Overwrite ?? false;
        if (path is not null && !Directory.Exists(path))
            PieceWriter.RequireFree(Path.GetFullPath(path), overwrite);
        var keep = options?.KeepPartial ?? false;
        return DownloadAsync(key, manifest => PieceWriter.OpenFile(TargetOf(path, manifest), manifest.Size, overwrite, keep), options, progress, cancel);
    }

    /// <summary>Restores a file into a stream, each piece once it has been checked. The stream is flushed, not disposed.</summary>
    /// <inheritdoc cref="DownloadAsync(string, string?, DownloadOptions?, IProgress{TransferProgress}?, CancellationToken)"/>
    public Task<DownloadResult> DownloadAsync(string key, Stream destination, DownloadOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default) =>
        DownloadAsync(key, _ => PieceWriter.OpenStream(destination), options, progress, cancel);

    /// <summary>Fetches what a key leads to, without the pieces.</summary>
    /// <param name="key">What the upload gave.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="TransferException">The manifest could not be had.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<Manifest> ReadManifestAsync(string key, CancellationToken cancel = default) =>
        (await RunAsync(DownloadOf(key, null, null), cancel)).Manifest;

    /// <summary>
    /// Opens a stored file for reading from anywhere in it. Open files never wait for transfers, nor these for them, but share the
    /// hosts' pace with them.
    /// </summary>
    /// <param name="key">What the upload gave.</param>
    /// <param name="cancel">Ends the opening.</param>
    /// <returns>The file; disposed of before the storage.</returns>
    /// <exception cref="TransferException">The manifest could not be had.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<StoredFile> OpenAsync(string key, CancellationToken cancel = default)
    {
        var job = DownloadOf(key, null, null);
        var manifest = (await RunAsync(job, cancel, _reads)).Manifest;
        var index = await PieceIndex.OfAsync(manifest, cancel);
        var read = new ReadProtocol.ReadJob(job.Key, manifest, job.Backend) { Unsound = job.Unsound, OwnerOf = job.OwnerOf };
        var pieces = await ReadCoordinator.OpenAsync(_reads, read, _settings.Transfers);
        return new StoredFile(manifest, index, pieces ?? throw new ObjectDisposedException(nameof(Storage)));
    }

    /// <summary>What went wrong with the catalogue, or with what is remembered of budgets, as one line; null while nothing has. Transfers go on without it.</summary>
    public string? Warning => _catalogue.Warning ?? _budgets.Warning;

    /// <summary>How the hosts that were asked for something so far are asked now, each direction by itself.</summary>
    public async Task<IReadOnlyList<HostStatus>> HostsAsync() =>
        [.. (await Task.WhenAll(AskAsync<HostsTold>(_uploads, new TellHosts()), AskAsync<HostsTold>(_downloads, new TellHosts()))).SelectMany(told => told.Hosts)];

    /// <summary>
    /// Ends the transfers that run or wait, which throw <see cref="OperationCanceledException"/>, and the actors under them. Whoever
    /// asks for one afterwards gets <see cref="ObjectDisposedException"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        await _system.Terminate();
        _system.Dispose();
        await _backends.DisposeAsync();
        _catalogue.Dispose();
        _mark.Dispose();
        _budgets.Dispose();
    }

    private static BackendRegistry Backends(StorageXSettings settings) => new(settings.Backends, settings.DefaultBackend, settings.FetchHosts);

    private static Manifest FileOf(Manifest manifest) => manifest.TreeOffset is null
        ? manifest
        : throw new TransferException(TransferErrorKind.IsFolder, "the key leads to a folder, and a file was wanted; 'storagex download KEY DIR' restores it, and --tar makes one file of it");

    private static string TargetOf(string? path, Manifest manifest)
    {
        if (path is not null && !Directory.Exists(path))
            return path;
        return Path.Combine(path ?? Directory.GetCurrentDirectory(), SafeFileName.From(manifest.FileName));
    }

    private async Task<DownloadResult> DownloadAsync(
        string key, Func<Manifest, PieceWriter> open, DownloadOptions? options, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var outcome = await RunAsync(DownloadOf(key, manifest => open(FileOf(manifest)), progress) with { MaxSize = options?.MaxSize }, cancel);
        return new DownloadResult(outcome.Path, outcome.Manifest, outcome.Skipped) { Restored = outcome.Restored };
    }

    private DownloadJob DownloadOf(string key, Func<Manifest, IPieceSink>? open, IProgress<TransferProgress>? progress)
    {
        var parsed = ShareKey.Parse(_catalogue.Redirected(key) ?? key);
        var owners = _backends.OwnersOf(parsed.Locators);
        return new DownloadJob(parsed, open, owners.First, progress) { Permits = _settings.Downloads.Permits, Unsound = new Distrust(_catalogue).Tell, OwnerOf = owners.Of };
    }

    private async Task<TransferSucceeded> RunAsync(TransferJob job, CancellationToken cancel, IActorRef? manager = null) => (TransferSucceeded)await EndAsync(job, cancel, manager);

    private async Task<TransferOutcome> EndAsync(TransferJob job, CancellationToken cancel, IActorRef? manager = null)
    {
        cancel.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_isClosing, this);
        var id = Guid.NewGuid().ToString("n")[..12];
        manager ??= _transfers;
        var outcome = AnswerAsync<TransferOutcome>(manager, new SubmitTransfer(id, job));
        await using var registration = cancel.Register(() => manager.Tell(new CancelTransfer(id)));
        return await outcome switch
        {
            TransferFailed failed => throw failed.Error,
            null or TransferCancelled => throw new OperationCanceledException(cancel),
            var ended => ended,
        };
    }

    private async Task<T> AskAsync<T>(IActorRef actor, object question)
        where T : class => await AnswerAsync<T>(actor, question) ?? throw new ObjectDisposedException(nameof(Storage));

    // Null where nobody answers any more: what actors have not taken up when they are stopped is lost.
    private async Task<T?> AnswerAsync<T>(IActorRef actor, object question)
        where T : class
    {
        var answer = actor.Ask<T>(question, CancellationToken.None);
        await Task.WhenAny(answer, _system.WhenTerminated);
        return answer.IsCompletedSuccessfully ? await answer : null;
    }
}
