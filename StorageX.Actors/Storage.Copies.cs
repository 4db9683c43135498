using System.Collections.Concurrent;
using StorageX.Backends;
using StorageX.Catalogue;
using StorageX.Containers;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Reading;
using StorageX.Repair;
using StorageX.Uploads;
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
        var (result, upload, run) = await StoreCopyAsync(key, options, progress, cancel);
        _catalogue.RememberUpload(upload.Name, upload.Size, upload.Backend, upload.Key, upload.Format, upload.Pieces, run.Id);
        return result;
    }

    private async Task<(RehostResult Result, PastUpload Upload, UploadRun Run)> StoreCopyAsync(string key, CopyOptions options, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var pool = _backends.Pool(options.Hosts, options.Backend, options.Copies, options.Parity);
        var read = DownloadOf(key, null, progress is null ? null : new ManifestProgress(progress));
        var (trail, sound) = (new ManifestTrail(read.Key), new SoundImages());
        var manifest = (await RunAsync(read with { Trail = trail }, cancel)).Manifest;
        var hosts = pool.Hosts.ToHashSet();
        var isThere = await Task.Run(() => manifest.Pieces.Any(piece => piece.Mirrors.Prepend(piece.Key).Any(locator => read.OwnerOf(locator) is { } host && hosts.Contains(host))), cancel);
        if (isThere)
            RequireRestorable(await ExamineAsync(read, manifest, trail, sound, progress, cancel));
        var plan = new Rehosting(read, manifest, pool) { IsKept = (host, locator) => isThere && hosts.Contains(host) && sound.Has(locator) };
        var run = UploadRun.Begin(_catalogue, _mark, TimeProvider.System);
        var result = await RehostAsync(plan, null, run, progress, cancel);
        var upload = new PastUpload(0, manifest.FileName, manifest.Size, pool.Name, result.Key, manifest.IsFormat1 ? 1 : 2, manifest.PieceCount, TimeProvider.System.GetUtcNow());
        return (result with { IsNewKey = true, OldKeyWorks = true }, upload, run);
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
        var result = moved is null ? await StoreMovedAsync(old, options, progress is null ? null : new UnfinishedProgress(progress), cancel)
            : new RehostResult(moved, await ReadManifestAsync(moved, cancel));
        var deletion = await _deletion.DeleteAsync(old.ToString(), new DeleteOptions(), progress, cancel);
        return result with { IsNewKey = true, OldKeyWorks = false, Deletion = deletion };
    }

    // Its entry and that the old key leads to it are one step: cut off before, it is nobody's, and cut off behind, the same call goes on.
    private async Task<RehostResult> StoreMovedAsync(ShareKey old, CopyOptions options, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var (result, upload, run) = await StoreCopyAsync(old.ToString(), options, progress, cancel);
        if (run.Id is not { } images)
            throw new TransferException(TransferErrorKind.Failed, $"{_catalogue.Warning ?? "the catalogue cannot be written"}; nothing was deleted");
        _catalogue.Enter(upload, images, old);
        return result;
    }

    private async Task<RehostResult> RehostAsync(Rehosting plan, RootBefore? root, UploadRun run, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        try
        {
            return await RehostAsync(plan, root, run, progress, UserSecretHere, cancel);
        }
        catch
        {
            run.Abandon();
            throw;
        }
    }

    private UserSecret UserSecretHere() => UserSecret.LoadOrCreate(SecretFile.PathIn(_settings));

    private async Task<RehostResult> RehostAsync(Rehosting plan, RootBefore? root, UploadRun run, IProgress<TransferProgress>? progress, Func<UserSecret> user, CancellationToken cancel)
    {
        var (read, manifest, pool) = (plan.Read, plan.Manifest, plan.Pool);
        foreach (var host in pool.Hosts)
            host.RequireReady();
        var canvas = CanvasOf(manifest, pool);
        var format = PieceFormat.Of(manifest, read.Key.Secret is null, user);
        if (format.IsFormat1 && !pool.IsSingle)
            throw new SettingsException("format 1 keeps a file on one host, without parity; download it, and upload it in format 2");
        var known = new ConcurrentDictionary<IImageBackend, KnownPieces>();
        var open = new ReadProtocol.ReadJob(read.Key, manifest, read.Backend) { Unsound = read.Unsound, OwnerOf = read.OwnerOf, KeepsImages = true, Kept = manifest.Parity?.Parity ?? 0 };
        var reader = await ReadCoordinator.OpenAsync(_reads, open, _settings.Transfers) ?? throw new ObjectDisposedException(nameof(Storage));
        await using var source = new RehostSource(
            new RehostPlan(manifest, pool, read.OwnerOf, plan.IsKept, host => known.GetOrAdd(host, KnownOf(format.Variant, run)), Hold)
            {
                TakesAsItWas = plan.TakesAsItWas,
                AtOnce = Math.Clamp(read.Permits, 1, _settings.Transfers.Credits),
            },
            reader,
            plan.Own);
        var job = new UploadJob(_ => throw new InvalidOperationException("the file is stored already"), manifest.FileName, canvas, pool.Hosts[0], progress) { Stored = source, Root = root, Created = manifest.Created };
        var outcome = await StoreAsync(job, _settings.Compression ? format : format.Uncompressed(), pool, run, cancel);
        return new RehostResult(outcome.Key.ToString(), outcome.Manifest) { Sent = outcome.Sent, Kept = outcome.Skipped, Restored = source.Restored, PassedOver = outcome.PassedOver };

        void Hold(IReadOnlyList<(string Backend, string Locator, byte[]? Digest)> images)
        {
            if (!run.Hold(images))
                throw new TransferException(TransferErrorKind.Failed, "an image of this file is being deleted by another process; run the same command again");
        }
    }

    private Func<IImageBackend, KnownPieces> KnownOf(string? variant, UploadRun run) => host => new KnownPieces(_catalogue, host, variant, _settings.CheckAfter, TimeProvider.System, run);
}
