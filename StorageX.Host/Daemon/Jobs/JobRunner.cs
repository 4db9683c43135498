using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;
using StorageX.Manifests;
using static StorageX.Host.Daemon.Jobs.JobProtocol;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>Carries out one run of a job, and cleans up after jobs.</summary>
/// <param name="storage">The engine.</param>
/// <param name="roots">Where jobs may read and write.</param>
/// <param name="spool">The files that came as bodies.</param>
internal sealed class JobRunner(Storage storage, PathRoots roots, Spool spool)
{
    private readonly Upkeep _upkeep = new(storage);
    private readonly Rehosts _rehosts = new(storage, roots);

    /// <summary>Runs a job until it is done, fails, or is ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="live">Its run.</param>
    /// <param name="ask">Asks the manager to keep something.</param>
    public async Task<JobOutcome> RunAsync(Job job, LiveJob live, Func<Request, Task<JobAnswer>> ask)
    {
        try
        {
            await Task.Yield();
            return job.Order.Kind switch
            {
                JobKind.Upload => await UploadAsync(job, live),
                JobKind.Download => await DownloadAsync(job, live, ask),
                JobKind.Health => await _upkeep.LookAsync(job, live),
                JobKind.Delete => await _upkeep.DeleteAsync(job, live, ask),
                JobKind.Prune => await _upkeep.PruneAsync(job, live),
                JobKind.Repair => await _rehosts.RepairAsync(job, live),
                JobKind.Copy => await _rehosts.CopyAsync(job, live),
                _ => await _rehosts.MoveAsync(job, live),
            };
        }
        catch (OperationCanceledException) when (live.Token.IsCancellationRequested)
        {
            return new JobOutcome.Stopped();
        }
        catch (Exception error)
        {
            return new JobOutcome.Broken(JobError.Of(error));
        }
    }

    /// <summary>Whether a body is still there.</summary>
    public bool HasBody(string file) => spool.Has(file);

    /// <summary>Deletes what a job that is over no longer needs; a failed one keeps its body, so that it can be tried again.</summary>
    public void CleanUp(Job job, bool forgotten)
    {
        if (job.Order.Spool is { } file && (forgotten || job.State != JobState.Failed))
            spool.Delete(file);
        if (forgotten && job.Order is { Kind: JobKind.Download, Path: { } path, Staging: { } staging } && job.State != JobState.Done)
            roots.DeleteStaged(path, staging);
    }

    private async Task<JobOutcome> UploadAsync(Job job, LiveJob live)
    {
        var order = job.Order;
        await using var source = order.Spool is { } body ? spool.Open(body) : roots.OpenSource(order.Path!);
        var asked = new UploadRequest
        {
            To = order.To,
            Copies = order.Copies,
            Parity = order.Parity,
            Name = order.Name,
            Format = order.Format,
            Public = order.Public,
            PrivatePieces = order.PrivatePieces,
            Recheck = order.Recheck,
            Width = order.Width,
            Height = order.Height,
        };
        var result = await storage.UploadAsync(source, order.Path ?? order.Name!, asked.ToOptions(), live, live.Token);
        return new JobOutcome.Stored(new HiddenText(result.Key), result.Manifest.FileName, result.Manifest.Size);
    }

    /// <summary>
    /// A download grows under a name of its own; then what it is to be called is kept, and only then it gets that name. So a
    /// daemon that is killed in between can tell a file that it made from one that somebody else put there.
    /// </summary>
    private async Task<JobOutcome> DownloadAsync(Job job, LiveJob live, Func<Request, Task<JobAnswer>> ask)
    {
        using var target = roots.OpenTarget(job.Order.Path!);
        var staged = target.PathOf(job.Order.Staging!);
        if (job.Placing is null)
        {
            target.RequireFree(job.Order.Overwrite);
            var result = await FetchAsync(job, staged, target, live);
            var name = target.Name ?? SafeFileName.From(result.Manifest.FileName);
            if ((await ask(new Place(job.Id, name, result.Manifest.FileName, result.Manifest.Size))).Job is not { } placing)
                throw new TransferException(TransferErrorKind.Failed, "the disk does not take the job; try it again");
            job = placing;
        }

        var path = target.Place(staged, job.Placing!, job.Size!.Value, job.Order.Overwrite);
        return new JobOutcome.Placed(path, job.Name!, job.Size.Value);
    }

    private async Task<DownloadResult> FetchAsync(Job job, string staged, DownloadTarget target, LiveJob live)
    {
        try
        {
            var options = new DownloadOptions { KeepPartial = true, MaxSize = job.Order.MaxSize, Overwrite = true };
            return await storage.DownloadAsync(job.Key!.Reveal(), staged, options, live, live.Token);
        }
        catch (TransferException error)
        {
            throw new TransferException(error.Kind, target.Show(error.Message), error);
        }
    }
}
