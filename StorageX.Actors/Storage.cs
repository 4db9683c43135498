using Akka.Actor;
using StorageX.Backends;
using StorageX.Downloads;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Transfers;
using StorageX.Uploads;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX;

/// <summary>
/// Keeps files in image hosts: the front door of the library. One instance serves any number of transfers at once, and is
/// disposed when they are done.
/// </summary>
/// <example>
/// <code>
/// await using var storage = new Storage(width: 600, height: 600);
/// var (key, manifest) = await storage.UploadAsync("holiday.mp4");
/// await storage.DownloadAsync(key, "copy.mp4");
/// </code>
/// </example>
public sealed class Storage : IAsyncDisposable
{
    private const string StreamName = "stdin";
    private readonly StorageXSettings _settings;
    private readonly BackendRegistry _backends;
    private readonly ActorSystem _system;
    private readonly IActorRef _transfers;

    /// <summary>Opens a storage.</summary>
    /// <param name="settings">The settings; null for those of <see cref="StorageXSettings.Load"/>.</param>
    /// <exception cref="SettingsException">The configuration is not what it should be.</exception>
    public Storage(StorageXSettings? settings = null)
        : this(settings ?? StorageXSettings.Load(), (BackendRegistry?)null)
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
        : this(settings, BackendRegistry.With(settings, backend))
    {
    }

    private Storage(StorageXSettings settings, BackendRegistry? backends)
    {
        CanvasOf(settings.PieceWidth, settings.PieceHeight);
        _settings = settings;
        _backends = backends ?? new BackendRegistry(settings);
        _system = ActorSystem.Create("storagex", SettingsReader.Merge(settings.Layers));
        var uploads = _system.ActorOf(Props.Create(() => new BackendManager(Props.Create(() => new UploadRouter(settings.Uploads)))), "uploads");
        var downloads = _system.ActorOf(Props.Create(() => new BackendManager(Props.Create(() => new DownloadRouter(settings.Downloads)))), "downloads");
        _transfers = _system.ActorOf(Props.Create(() => new TransferManager(settings.Transfers, uploads, downloads)), "transfers");
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

    /// <summary>Restores a file. It appears under its name only when every piece has been checked and written.</summary>
    /// <param name="key">What the upload gave.</param>
    /// <param name="path">The file, or a directory to put it in; null for the current one. In a directory it gets the name that the uploader gave, made safe.</param>
    /// <param name="options">How this download differs from the default.</param>
    /// <param name="progress">Is told how far the download is, on a thread of the engine; it must return quickly.</param>
    /// <param name="cancel">Ends the download, which then leaves nothing.</param>
    /// <exception cref="TransferException">The download failed, and left nothing.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<DownloadResult> DownloadAsync(string key, string? path = null, DownloadOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default)
    {
        var overwrite = options?.Overwrite ?? false;
        if (path is not null && !Directory.Exists(path))
            PieceWriter.RequireFree(Path.GetFullPath(path), overwrite);
        return DownloadAsync(key, manifest => PieceWriter.OpenFile(TargetOf(path, manifest), manifest.Size, overwrite), progress, cancel);
    }

    /// <summary>Restores a file into a stream, each piece once it has been checked. The stream is flushed, not disposed.</summary>
    /// <inheritdoc cref="DownloadAsync(string, string?, DownloadOptions?, IProgress{TransferProgress}?, CancellationToken)"/>
    public Task<DownloadResult> DownloadAsync(string key, Stream destination, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default) =>
        DownloadAsync(key, _ => PieceWriter.OpenStream(destination), progress, cancel);

    /// <summary>Fetches what a key leads to, without the pieces.</summary>
    /// <param name="key">What the upload gave.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="TransferException">The manifest could not be had.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<Manifest> ReadManifestAsync(string key, CancellationToken cancel = default) =>
        (await RunAsync(new DownloadJob(key, null, _backends.Owner(key), null), cancel)).Manifest;

    /// <summary>Ends all transfers and the actors under them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        _system.Dispose();
        await _backends.DisposeAsync();
    }

    private static string TargetOf(string? path, Manifest manifest)
    {
        if (path is not null && !Directory.Exists(path))
            return path;
        var name = SafeFileName.From(manifest.FileName)
            ?? throw new TransferException(TransferErrorKind.Failed, "the manifest's file name is no safe name here; say which file to write");
        return Path.Combine(path ?? Directory.GetCurrentDirectory(), name);
    }

    private static CanvasSize CanvasOf(int width, int height) =>
        width is >= StorageXSettings.MinSide and <= StorageXSettings.MaxSide && height is >= StorageXSettings.MinSide and <= StorageXSettings.MaxSide
        && (long)width * height * 3 <= CanvasSize.MaxRaster
            ? new CanvasSize(width, height)
            : throw new SettingsException($"{width} x {height}: a piece's sides are {StorageXSettings.MinSide} to {StorageXSettings.MaxSide} pixels, and its {CanvasSize.MaxRaster / 3} pixels at most");

    private async Task<UploadResult> UploadAsync(
        Func<int, PieceReader> open, string name, UploadOptions? options, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var canvas = CanvasOf(options?.Width ?? _settings.PieceWidth, options?.Height ?? _settings.PieceHeight);
        var backend = _backends.Named(options?.Backend);
        var outcome = await RunAsync(new UploadJob(open, options?.Name ?? name, canvas, backend, progress), cancel);
        return new UploadResult(outcome.Key, outcome.Manifest);
    }

    private async Task<DownloadResult> DownloadAsync(
        string key, Func<Manifest, PieceWriter> open, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var outcome = await RunAsync(new DownloadJob(key, open, _backends.Owner(key), progress), cancel);
        return new DownloadResult(outcome.Path, outcome.Manifest);
    }

    private async Task<TransferSucceeded> RunAsync(TransferJob job, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var id = Guid.NewGuid().ToString("n")[..12];
        var outcome = _transfers.Ask<TransferOutcome>(new SubmitTransfer(id, job), CancellationToken.None);
        await using var registration = cancel.Register(() => _transfers.Tell(new CancelTransfer(id)));
        return await outcome switch
        {
            TransferSucceeded succeeded => succeeded,
            TransferFailed failed => throw failed.Error,
            _ => throw new OperationCanceledException(cancel),
        };
    }
}
