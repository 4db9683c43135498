using System.Collections.Concurrent;
using StorageX.Backends;
using StorageX.Backends.Pools;
using StorageX.Catalogue;
using StorageX.Containers;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Reading;
using StorageX.Repair;
using StorageX.Uploads;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX;

/// <content>How stored files go to other hosts.</content>
public sealed partial class Storage
{
    /// <summary>
    /// Stores a file on other hosts under a key of its own. Its images go there as they are, each opened and compared on the way; only manifests, and parity
    /// of another kind, are made anew. What is there already is not sent.
    /// </summary>
    /// <param name="key">What the upload gave.</param>
    /// <param name="options">Where it goes.</param>
    /// <param name="progress">Is told how far it is, on a thread of the engine; it must return quickly.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="TransferException">The file cannot be had whole, or a host failed.</exception>
    /// <exception cref="SettingsException">The hosts cannot keep the policy, or do not take images of that size.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<RehostResult> CopyAsync(string key, CopyOptions options, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default)
    {
        var (stored, result, pool, run) = await StoreCopyAsync(key, options, progress, cancel);
        _catalogue.RememberUpload(EntryOf(stored.Key, stored.Manifest, pool), run.Id);
        return result;
    }

    private async Task<(TransferSucceeded Stored, RehostResult Result, HostPool Pool, UploadRun Run)> StoreCopyAsync(string key, CopyOptions options, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var pool = _backends.Pool(options.Hosts, options.Backend, options.Copies, options.Parity);
        var read = DownloadOf(key, null, progress is null ? null : new ManifestProgress(progress));
        var (manifest, trail) = await ReadTrailAsync(read, cancel);
        var (hosts, sound) = (pool.Hosts.ToHashSet(), new SoundImages());
        var isThere = await Task.Run(() => manifest.Pieces.Any(piece => piece.Locators.Any(locator => read.OwnerOf(locator) is { } host && hosts.Contains(host))), cancel);
        if (isThere)
            RequireRestorable(await LookAsync(read, manifest, trail, quick: false, sound.Found, Unfinished(progress), cancel));
        var what = new Rehosting(read, manifest, pool, (host, locator) => isThere && hosts.Contains(host) && sound.Has(locator));
        var run = UploadRun.Begin(_catalogue, _mark, TimeProvider.System);
        var (stored, result) = await RehostAsync(what, null, run, progress, cancel);
        return (stored, result with { IsNewKey = true, OldKeyWorks = true }, pool, run);
    }

    /// <summary>
    /// Copies a file of the history, then deletes those of its old images that no other upload from here names. The old key leads to the new one, from here.
    /// Cut off, the file is in the history whole, and the same call goes on.
    /// </summary>
    /// <inheritdoc cref="CopyAsync" path="/param"/>
    /// <exception cref="TransferException">The key is not in the history here, the file cannot be had whole, or a host failed.</exception>
    /// <exception cref="SettingsException">The hosts cannot keep the policy, or do not take images of that size.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<RehostResult> MoveAsync(string key, CopyOptions options, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default)
    {
        var old = ShareKey.Parse(key);
        // One that was cut off when the copy was whole goes on with the old images.
        var moved = _catalogue.WithKey(old.ToString()) is null ? null : _catalogue.Redirected(old.ToString());
        if (moved is null && _catalogue.Redirected(old.ToString()) is { } now)
            old = ShareKey.Parse(now);
        if (_catalogue.WithKey(old.ToString()) is null)
            throw new TransferException(TransferErrorKind.InvalidKey, $"{old.Redacted}: this key is not in the history here, and so it is not known which other files share its images; copy it instead");
        var result = moved is null ? await StoreMovedAsync(old, options, Unfinished(progress), cancel)
            : new RehostResult(moved, await ReadManifestAsync(moved, cancel));
        var deletion = await _deletion.DeleteAsync(old.ToString(), new DeleteOptions(), progress, cancel);
        return result with { IsNewKey = true, OldKeyWorks = false, Deletion = deletion };
    }

    // Its entry and that the old key leads to it are one step: cut off before, it is nobody's, and cut off behind, the same call goes on.
    private async Task<RehostResult> StoreMovedAsync(ShareKey old, CopyOptions options, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var (stored, result, pool, run) = await StoreCopyAsync(old.ToString(), options, progress, cancel);
        if (run.Id is not { } images)
            throw new TransferException(TransferErrorKind.Failed, $"{_catalogue.Warning ?? "the catalogue cannot be written"}; nothing was deleted");
        _catalogue.Enter(EntryOf(stored.Key, stored.Manifest, pool), images, old);
        return result;
    }

    private async Task<(TransferSucceeded Stored, RehostResult Result)> RehostAsync(Rehosting what, RootBefore? root, UploadRun run, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var (read, manifest, pool) = (what.Read, what.Manifest, what.Pool);
        try
        {
            pool.RequireReady();
            var canvas = CanvasOf(manifest, pool);
            var format = PieceFormat.Of(manifest, read.Key.Secret is null, () => UserSecret.LoadOrCreate(SecretFile.PathIn(_settings)));
            RequireFits(format, pool, "download it, and upload it in format 2");
            var known = new ConcurrentDictionary<IImageBackend, KnownPieces>();
            var open = new ReadProtocol.ReadJob(read.Key, manifest, read.Backend) { Unsound = read.Unsound, OwnerOf = read.OwnerOf, KeepsImages = true, Kept = manifest.Parity?.Parity ?? 0 };
            var reader = await ReadCoordinator.OpenAsync(_reads, open, _settings.Transfers) ?? throw new ObjectDisposedException(nameof(Storage));
            await using var source = new RehostSource(what, reader, host => known.GetOrAdd(host, KnownOf(format.Variant, run)), run, Math.Clamp(read.Permits, 1, _settings.Transfers.Credits));
            var job = new UploadJob(_ => source, manifest.FileName, canvas, pool.Hosts[0], progress)
            {
                Format = _settings.Compression ? format : format.Uncompressed(),
                Root = root,
                IsFolder = manifest.TreeOffset is not null,
                Created = manifest.Created,
            };
            var stored = await StoreAsync(job, pool, run, cancel);
            return (stored, new RehostResult(stored.Key.ToString(), stored.Manifest) { Sent = stored.Sent, Kept = stored.Skipped, Restored = source.Restored, PassedOver = stored.PassedOver });
        }
        catch
        {
            run.Abandon();
            throw;
        }
    }
}
