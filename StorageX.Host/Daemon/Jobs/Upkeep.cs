using StorageX.Host.Contract;
using StorageX.Manifests;
using static StorageX.Host.Daemon.Jobs.JobProtocol;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>Carries out the jobs that look at what is stored, and that delete it.</summary>
/// <param name="storage">The engine.</param>
internal sealed class Upkeep(Storage storage)
{
    /// <summary>Looks at every image of a file. What is found is no failure of the job, whatever it is.</summary>
    public async Task<JobOutcome> LookAsync(Job job, LiveJob live)
    {
        var report = await storage.HealthAsync(job.Key!.Reveal(), job.Order.Quick, live, live.Token);
        return new JobOutcome.Told(new JobReport(Health: HealthView.Of(report, HealthView.MostGone)), report.Manifest.FileName, report.Manifest.Size);
    }

    /// <summary>
    /// Deletes an upload. That it is known here is kept before its first image goes: so a daemon that is killed when all are gone
    /// can tell a deletion that has done its work from one of a key that it never knew.
    /// </summary>
    public async Task<JobOutcome> DeleteAsync(Job job, LiveJob live, Func<Request, Task<JobAnswer>> ask)
    {
        var key = job.Key!.Reveal();
        if (!job.Recognized && !job.Order.DryRun)
        {
            await storage.DeleteAsync(key, new DeleteOptions { DryRun = true }, null, live.Token);
            var upload = storage.History(limit: int.MaxValue).FirstOrDefault(upload => upload.Key == ShareKey.Parse(key).ToString());
            if ((await ask(new Recognize(job.Id, upload?.Name, upload?.Size))).Refusal is not null)
                throw new TransferException(TransferErrorKind.Failed, "the disk does not take the job; try it again");
        }

        try
        {
            return Outcome(await storage.DeleteAsync(key, new DeleteOptions { DryRun = job.Order.DryRun }, live, live.Token));
        }
        catch (TransferException error) when (error.Kind == TransferErrorKind.InvalidKey && job.Recognized)
        {
            return Outcome(new DeletionReport());
        }
    }

    /// <summary>Deletes what no upload uses.</summary>
    public async Task<JobOutcome> PruneAsync(Job job, LiveJob live) =>
        Outcome(await storage.PruneAsync(new DeleteOptions { DryRun = job.Order.DryRun }, live, live.Token));

    private static JobOutcome.Told Outcome(DeletionReport report)
    {
        var view = DeletionView.Of(report, DeletionView.MostImages);
        var error = view.IsComplete ? null
            : new JobError(view.Kind, $"{(view.Undeleted == 1 ? "an image" : $"{view.Undeleted} images")} could not be deleted: {view.Images[0].Message}{(view.Undeleted > 1 ? "; the job's report lists them" : "")}");
        return new JobOutcome.Told(new JobReport(Deletion: view), Error: error);
    }
}
