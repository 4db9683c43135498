using System.Collections.Concurrent;
using StorageX.Backends;
using StorageX.Catalogue;
using StorageX.Manifests;
using static StorageX.Deletion.DeleteProtocol;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Deletion;

/// <summary>Deletes uploads of the history, prunes what nobody names, and forgets.</summary>
/// <param name="catalogue">The catalogue.</param>
/// <param name="mark">This process.</param>
/// <param name="backends">The hosts.</param>
/// <param name="permits">How many requests of a deletion a host is asked at once.</param>
/// <param name="run">Runs a transfer to its end.</param>
internal sealed class HistoryDeletion(
    PieceCatalogue catalogue, ProcessMark mark, BackendRegistry backends, Func<IImageBackend, int> permits, Func<TransferJob, CancellationToken, Task<TransferOutcome>> run)
{
    private readonly HistoryImages _images = new(catalogue, mark, TimeProvider.System);

    /// <summary>Deletes what a key leads to.</summary>
    public async Task<DeletionReport> DeleteAsync(string key, DeleteOptions options, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var parsed = ShareKey.Parse(key);
        var uploads = _images.WithKey(parsed.ToString());
        var forgotten = _images.Forgotten(parsed.Locator);
        if (uploads.Count == 0 && forgotten.Count == 0 && catalogue.Redirected(key) is { } now)
            return await DeleteAsync(now, options, progress, cancel);
        if (uploads.Count == 0 && forgotten.Count == 0)
            throw new TransferException(TransferErrorKind.InvalidKey, $"{parsed.Redacted}: this key is not in the history here, and so it is not known which other files share its images; nothing was deleted");
        return await DeleteAsync(uploads, [.. forgotten.Select(gone => (parsed.Locator, gone))], options, progress, cancel);
    }

    /// <summary>Deletes one upload.</summary>
    public async Task<DeletionReport> DeleteAsync(long id, DeleteOptions options, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var uploads = _images.Find(id);
        return uploads.Count > 0 ? await DeleteAsync(uploads, [], options, progress, cancel)
            : throw new TransferException(TransferErrorKind.InvalidKey, $"{id}: history has no upload of that number");
    }

    /// <summary>Deletes what no upload names.</summary>
    public async Task<DeletionReport> PruneAsync(DeleteOptions options, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        await TraceAllAsync(progress, cancel);
        _images.EnterPieces();
        var removal = new ImageRemoval(catalogue, mark, null, [], null, options.DryRun);
        var report = await RunAsync(removal, backends.Pool(null, null, null, null).Hosts[0], progress, cancel);
        if (!options.DryRun)
            removal.FinishPrune();
        return report with { Shared = 0, IsDryRun = options.DryRun };
    }

    /// <summary>Takes an upload out of the history; its images stay, and are deleted for no other.</summary>
    /// <returns>Whether it is known which images those are; otherwise a prune may delete them.</returns>
    public async Task<bool> ForgetAsync(long id, CancellationToken cancel)
    {
        if (_images.Find(id) is not [var upload])
            throw new TransferException(TransferErrorKind.InvalidKey, $"{id}: history has no upload of that number");
        var isKnown = upload.Run is not null;
        try
        {
            if (!isKnown)
                await TraceAsync(upload, null, cancel);
            isKnown = true;
        }
        catch (TransferException)
        {
            // What cannot be had any more can still be forgotten.
        }

        catalogue.ForgetUpload(id);
        return isKnown;
    }

    /// <summary>The same upload, of which it is known then which images it names; null for null.</summary>
    /// <exception cref="TransferException">It was made by an older storagex, and its manifest cannot be read.</exception>
    public async Task<PastUpload?> TracedAsync(PastUpload? upload, CancellationToken cancel)
    {
        if (upload is null or { Run: not null })
            return upload;
        await TraceAsync(upload, null, cancel);
        return _images.Find(upload.Id).SingleOrDefault();
    }

    private async Task<DeletionReport> DeleteAsync(
        IReadOnlyList<PastUpload> uploads, IReadOnlyList<(string Root, long Run)> forgotten, DeleteOptions options, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        await TraceAllAsync(progress, cancel);
        var report = new DeletionReport { IsDryRun = options.DryRun };
        var gone = new List<long>();
        var traced = uploads.SelectMany(upload => _images.Find(upload.Id)).Select(upload => (ShareKey.Parse(upload.Key).Locator, Run: upload.Run ?? 0, Id: (long?)upload.Id));
        foreach (var (root, own, id) in traced.Concat(forgotten.Select(one => (one.Root, one.Run, Id: (long?)null))).ToList())
        {
            var removal = new ImageRemoval(catalogue, mark, own, [.. gone], ImageId.Of(root), options.DryRun);
            var one = await RunAsync(removal, backends.Owner(root), progress, cancel);
            report = report with
            {
                Deleted = report.Deleted + one.Deleted,
                Shared = one.Shared,
                UndeletedCount = report.UndeletedCount + one.UndeletedCount,
                Undeleted = [.. report.Undeleted, .. one.Undeleted],
                LeftHistory = report.LeftHistory + (one.IsComplete ? 1 : 0),
            };
            if (options.DryRun)
                gone.Add(own);
            else if (one.IsComplete)
                removal.Finish(id);
        }

        return report;
    }

    private async Task<DeletionReport> RunAsync(ImageRemoval removal, IImageBackend host, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var job = new DeleteJob(removal, HostOf, host, progress) { Permits = permits(host) };
        var outcome = (ImagesDeleted)await run(job, cancel);
        return new DeletionReport { Deleted = outcome.Deleted, Shared = removal.Shared, Undeleted = outcome.Undeleted, UndeletedCount = outcome.UndeletedCount };
    }

    private IImageBackend? HostOf(KnownImage image) =>
        backends.TryNamed(image.Backend) is { } named && named.Owns(image.Stored.Locator) ? named : backends.Configured(image.Stored.Locator);

    /// <summary>Reads the manifests of uploads that were made before the catalogue knew what they name; nothing is deleted while one cannot be read.</summary>
    private async Task TraceAllAsync(IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        _images.EndDead();
        foreach (var upload in _images.Untraced())
        {
            try
            {
                await TraceAsync(upload, progress, cancel);
            }
            catch (TransferException error)
            {
                throw new TransferException(error.Kind, $"upload {upload.Id} of the history was made by an older storagex, and which images it names cannot be found out: {error.Message}; "
                    + $"nothing was deleted, since it may share images; if it is lost, forget it: storagex forget {upload.Id}", error);
            }
        }
    }

    private async Task TraceAsync(PastUpload upload, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var key = ShareKey.Parse(upload.Key);
        var roots = key.Locators;
        var owners = backends.OwnersOf(roots);
        var fetched = new ConcurrentDictionary<string, bool>();
        var read = (TransferSucceeded)await run(
            new DownloadJob(key, null, new WatchedBackend(owners.First, fetched), progress)
            {
                Permits = permits(owners.First),
                OwnerOf = locator => owners.Of(locator) is { } owner ? new WatchedBackend(owner, fetched) : null,
            },
            cancel);
        // A manifest that a host has made up could name anything.
        var pieces = read.Manifest.Pieces.SelectMany(ImagesOf).Where(image => owners.Of(image.Locator) is not null);
        _images.Trace(upload, roots.Concat(fetched.Keys).Distinct().Select(locator => (locator, (byte[]?)null)).Concat(pieces));
    }

    private static IEnumerable<(string Locator, byte[]? Digest)> ImagesOf(ManifestPiece piece) =>
        piece.Parity.Select(parity => parity.ToPiece(0)).Prepend(piece).SelectMany(member => member.Locators, (member, locator) => (locator, Checksum.DigestIn(member.Checksum)));
}
