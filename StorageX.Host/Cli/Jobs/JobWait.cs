using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Reports;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Jobs;

/// <summary>Waits for a job as one would wait for the transfer itself; a daemon that is started anew meanwhile is no reason to give up.</summary>
/// <param name="client">The daemon.</param>
/// <param name="terminal">Where to show it.</param>
/// <param name="json">Whether a program reads standard output.</param>
/// <param name="quiet">Whether no progress is shown.</param>
internal sealed class JobWait(DaemonClient client, Terminal terminal, bool json, bool quiet)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the job is over, and prints an upload's key, a download's path, or what was found or deleted.</summary>
    /// <returns>The exit code that the transfer would have had.</returns>
    public async Task<int> RunAsync(long id, CancellationToken cancel)
    {
        var job = await EndOfAsync(id, cancel);
        if (job.Health is not null || job.Deletion is not null || job.Rehosting is not null)
            return await TellAsync(job, cancel);
        if (job.State == JobWords.Failed)
            throw new TransferException(ErrorWords.KindOf(job.Error!.Kind), job.Error.Message);
        if (job.State != JobWords.Done)
            throw new TransferException(TransferErrorKind.Failed, $"job {id} was cancelled; 'storagex job retry {id}' continues it");
        var result = job.Kind == JobWords.Upload ? await KeyAsync(job, cancel) : job.Path!;
        if (job.Kind == JobWords.Download && job.Name is { } label && NameNotes.OnRestoring(label, result) is { } note)
            terminal.WriteNotice(note);
        if (json)
            new JobLines(terminal.Output).JobDone(job, result);
        else
            terminal.WriteResult(result);
        return ExitCode.Done;
    }

    private async Task<string> KeyAsync(JobView job, CancellationToken cancel) => (await client.GetAsync(ApiPaths.Job(job.Id, ApiPaths.Key), ContractJson.Default.JobKey, cancel)).Key;

    private async Task<int> TellAsync(JobView job, CancellationToken cancel)
    {
        var report = await client.GetAsync(ApiPaths.Job(job.Id, ApiPaths.Report), ContractJson.Default.JobReport, cancel);
        return report switch
        {
            { Rehosting: { } rehosting } => RehostText.Tell(
                await KeyAsync(job, cancel), rehosting, report.Deletion,
                job.Kind == JobWords.Repair ? RehostText.OfRepair(rehosting) : RehostText.OfCopy(rehosting, report.Deletion), terminal, json),
            { Health: { } health } => HealthText.Tell(health, terminal, json),
            { Deletion: { } done } => DeletionText.Tell(done, job.Kind == JobWords.Prune ? DeletionText.OfPrune(done) : DeletionText.OfDeletion(done), terminal, json),
            _ => ExitCode.Done,
        };
    }

    private async Task<JobView> EndOfAsync(long id, CancellationToken cancel)
    {
        var job = await client.GetAsync(ApiPaths.Job(id), ContractJson.Default.JobView, cancel);
        await using var view = TransferView.Open(terminal, job.Name ?? job.Kind, json, quiet);
        long? absent = null;
        while (job.State is JobWords.Queued or JobWords.Running or JobWords.Parked)
        {
            try
            {
                job = await client.GetAsync(ApiPaths.Job(id, ApiPaths.Wait) + "?timeout=1", ContractJson.Default.JobView, cancel);
                absent = null;
                if (job is { State: JobWords.Running, Progress: { } now })
                    view.Progress?.Report(now.AsTransfer());
            }
            catch (DaemonException error) when (error.IsAbsent && !cancel.IsCancellationRequested)
            {
                absent ??= terminal.Time.GetTimestamp();
                if (terminal.Time.GetElapsedTime(absent.Value) > Patience)
                    throw;
                await Task.Delay(BetweenTries, terminal.Time, cancel);
            }
        }

        return job;
    }
}
