using StorageX.Examining;
using StorageX.Manifests;
using StorageX.Pieces;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Examining.HealthProtocol;

namespace StorageX;

/// <content>How a stored file is.</content>
public sealed partial class Storage
{
    /// <summary>
    /// Looks at every image of a file, also at those that a download would not need: what each host still has, and how many more losses
    /// the file survives. What is found lost or altered is no longer taken as stored, and the history keeps what was found.
    /// </summary>
    /// <param name="key">What the upload gave.</param>
    /// <param name="quick">Whether the hosts are only asked whether each image exists; otherwise each is fetched and compared.</param>
    /// <param name="progress">Is told how far it is, on a thread of the engine; it must return quickly.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="TransferException">The manifest could not be had from any of its images.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<HealthReport> HealthAsync(string key, bool quick = false, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default)
    {
        var read = DownloadOf(key, null, progress is null ? null : new ManifestProgress(progress));
        return await NotingAsync(read.Key, quick, async () =>
        {
            var (manifest, trail) = await ReadTrailAsync(read, cancel);
            return await LookAsync(read, manifest, trail, quick, null, progress, cancel);
        });
    }

    /// <summary>Checks whether a file can be restored whole: fetches every piece and compares it with the manifest. The history keeps what it says of the file.</summary>
    /// <param name="key">What the upload gave.</param>
    /// <param name="quick">Whether the host is only asked whether each piece exists.</param>
    /// <param name="progress">Is told how far it is, on a thread of the engine; it must return quickly.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="TransferException">The manifest could not be had, or the host could not be reached.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<VerifyReport> VerifyAsync(string key, bool quick = false, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default)
    {
        var sink = new VerifySink();
        var read = DownloadOf(key, _ => sink, progress) with { ExistenceOnly = quick };
        var outcome = await NotingAsync(read.Key, quick, () => RunAsync(read, cancel));
        var report = new VerifyReport(outcome.Manifest, sink.Defects) { ExistenceOnly = quick, Restored = outcome.Restored };
        var note = HealthNote.Of(report, read.Key, TimeProvider.System.GetUtcNow());
        _catalogue.NoteHealth(read.Key.ToString(), before => HealthNote.After(before, note));
        return report;
    }

    /// <summary>Keeps what an error says of the file.</summary>
    private async Task<T> NotingAsync<T>(ShareKey key, bool quick, Func<Task<T>> look)
    {
        try
        {
            return await look();
        }
        catch (TransferException error) when (error.Kind != TransferErrorKind.InvalidKey)
        {
            if (HealthNote.Of(error, key, quick, TimeProvider.System.GetUtcNow()) is { } note)
                _catalogue.NoteHealth(key.ToString(), before => HealthNote.After(before, note));
            throw;
        }
    }

    private async Task<(Manifest Manifest, ManifestTrail Trail)> ReadTrailAsync(DownloadJob read, CancellationToken cancel)
    {
        var trail = new ManifestTrail(read.Key);
        return ((await RunAsync(read with { Trail = trail }, cancel)).Manifest, trail);
    }

    /// <summary>Looks at every image of a file whose manifests have been read; the history keeps what was found.</summary>
    private async Task<HealthReport> LookAsync(
        DownloadJob read, Manifest manifest, ManifestTrail trail, bool quick, Action<SetImage, ImageFate>? found, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var tally = new HealthTally();
        var job = new HealthJob(read.Key, trail, tally, read.Backend, progress) { Permits = read.Permits, Unsound = read.Unsound, OwnerOf = read.OwnerOf, ExistenceOnly = quick, Found = found };
        await RunAsync(job, cancel);
        var report = tally.Report(manifest, quick);
        var note = HealthNote.Of(report, TimeProvider.System.GetUtcNow());
        _catalogue.NoteHealth(read.Key.ToString(), _ => note);
        return report;
    }

    /// <summary>Tells of a manifest that is read, not that this is all.</summary>
    private sealed class ManifestProgress(IProgress<TransferProgress> progress) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (value.Phase == TransferPhase.ReadingManifest)
                progress.Report(value);
        }
    }
}
