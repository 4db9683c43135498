using StorageX.Examining;
using StorageX.Manifests;
using StorageX.Pieces;
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
        var report = await NotingAsync(key, quick, () => LookAsync(key, quick, progress, cancel));
        var note = HealthNote.Of(report, TimeProvider.System.GetUtcNow());
        _catalogue.NoteHealth(key, _ => note);
        return report;
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
        var outcome = await NotingAsync(key, quick, () => RunAsync(DownloadOf(key, _ => sink, progress) with { ExistenceOnly = quick }, cancel));
        var report = new VerifyReport(outcome.Manifest, sink.Defects) { ExistenceOnly = quick, Restored = outcome.Restored };
        var note = HealthNote.Of(report, ShareKey.Parse(key), TimeProvider.System.GetUtcNow());
        _catalogue.NoteHealth(key, before => HealthNote.After(before, note));
        return report;
    }

    /// <summary>Keeps what an error says of the file.</summary>
    private async Task<T> NotingAsync<T>(string key, bool quick, Func<Task<T>> look)
    {
        try
        {
            return await look();
        }
        catch (TransferException error) when (error.Kind != TransferErrorKind.InvalidKey)
        {
            if (HealthNote.Of(error, ShareKey.Parse(key), quick, TimeProvider.System.GetUtcNow()) is { } note)
                _catalogue.NoteHealth(key, before => HealthNote.After(before, note));
            throw;
        }
    }

    private async Task<HealthReport> LookAsync(string key, bool quick, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var read = DownloadOf(key, null, progress is null ? null : new ManifestProgress(progress));
        var (trail, tally) = (new ManifestTrail(read.Key), new HealthTally());
        var manifest = (await RunAsync(read with { Trail = trail }, cancel)).Manifest;
        var job = new HealthJob(read.Key, trail, tally, read.Backend, progress) { Permits = read.Permits, Unsound = read.Unsound, OwnerOf = read.OwnerOf, ExistenceOnly = quick };
        await RunAsync(job, cancel);
        return tally.Report(manifest, quick);
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
