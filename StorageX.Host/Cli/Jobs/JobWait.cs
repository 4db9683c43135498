using StorageX.Host.Cli.Progress;
using StorageX.Host.Daemon;
using StorageX.Host.Daemon.Jobs;

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

    /// <summary>Waits until the job is over, and prints an upload's key or a download's path.</summary>
    /// <returns>The exit code that the transfer would have had.</returns>
    public async Task<int> RunAsync(long id, CancellationToken cancel)
    {
        var job = await EndOfAsync(id, cancel);
        if (job.State == "failed")
            throw new TransferException(KindOf(job.Error!.Kind), job.Error.Message);
        if (job.State != "done")
            throw new TransferException(TransferErrorKind.Failed, $"job {id} was cancelled; 'storagex job retry {id}' continues it");
        var result = job.Kind == "upload" ? (await client.GetAsync($"/v1/jobs/{id}/key", DaemonJson.Default.JobKey, cancel)).Key : job.Path!;
        if (json)
            new JsonLines(terminal.Output).JobDone(job, result);
        else
            terminal.WriteResult(result);
        return ExitCode.Done;
    }

    /// <summary>A job's progress as a transfer's.</summary>
    public static TransferProgress ProgressOf(JobProgress now) => new(
        now.Phase switch { "reading_manifest" => TransferPhase.ReadingManifest, "pieces" => TransferPhase.Pieces, "finishing" => TransferPhase.Finishing, _ => TransferPhase.Done },
        now.Bytes, now.TotalBytes, now.Pieces, now.TotalPieces, now.Retries, now.Note, now.Skipped);

    private static TransferErrorKind KindOf(string word) => word switch
    {
        "usage" => TransferErrorKind.InvalidKey,
        "lost" => TransferErrorKind.Lost,
        "corrupt" => TransferErrorKind.Corrupt,
        "refused" => TransferErrorKind.Refused,
        _ => TransferErrorKind.Failed,
    };

    private async Task<JobView> EndOfAsync(long id, CancellationToken cancel)
    {
        var job = await client.GetAsync($"/v1/jobs/{id}", DaemonJson.Default.JobView, cancel);
        await using var view = TransferView.Open(terminal, job.Name ?? job.Kind, json, quiet);
        long? absent = null;
        while (job.State is "queued" or "running" or "parked")
        {
            try
            {
                job = await client.GetAsync($"/v1/jobs/{id}/wait?timeout=1", DaemonJson.Default.JobView, cancel);
                absent = null;
                if (job is { State: "running", Progress: { } now })
                    view.Progress?.Report(ProgressOf(now));
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
