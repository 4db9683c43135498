using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Jobs;

/// <summary>What <c>--json</c> writes of a daemon's jobs and shares.</summary>
/// <param name="output">Where the lines go.</param>
internal sealed class JobLines(Stream output)
{
    /// <summary>A job of a daemon.</summary>
    public void Job(JobView job, IReadOnlyList<JobTrouble>? troubles = null) => Write("job", line =>
    {
        Facts(line, job);
        if (troubles is not null)
        {
            line.Add("errors", troubles, (item, trouble) =>
            {
                item.Add("at", trouble.At);
                item.Add("message", trouble.Message);
            });
        }
    });

    /// <summary>A job that was waited for, and is done.</summary>
    public void JobDone(JobView job, string result) => Write("done", line =>
    {
        line.Add(job.Kind == JobWords.Upload ? "key" : "path", result);
        line.Add("job", job.Id);
        line.Add("name", job.Name);
        line.Add("size", job.Size);
        line.Add("pieces", job.Progress?.Pieces);
        line.Add("skipped", job.Progress?.Skipped);
        line.Add("resent", job.Progress?.Resent);
    });

    /// <summary>A share that was made, and its URL.</summary>
    public void Shared(NewShare made) => Write("done", line =>
    {
        line.Add("url", made.Url);
        line.Add("note", made.Note);
        Facts(line, made.Share);
    });

    /// <summary>A share of a daemon.</summary>
    public void Share(ShareView share) => Write("share", line => Facts(line, share));

    /// <summary>A job is forgotten.</summary>
    public void Forgotten(long id) => Write("done", line =>
    {
        line.Add("job", id);
        line.Add("state", "forgotten");
    });

    /// <summary>A share is revoked.</summary>
    public void Revoked(long id) => Write("done", line =>
    {
        line.Add("share", id);
        line.Add("state", "revoked");
    });

    private static void Facts(JsonLine line, JobView job)
    {
        line.Add("id", job.Id);
        line.Add("kind", job.Kind);
        line.Add("state", job.State);
        line.Add("cancelling", job.Cancelling);
        line.Add("priority", job.Priority);
        line.Add("care", job.Care);
        line.Add("name", job.Name);
        line.Add("path", job.Path);
        line.Add("size", job.Size);
        line.Add("created", job.Created);
        line.Add("wakeAt", job.WakeAt);
        line.Add("runs", job.Runs);
        line.Add("bytes", job.Progress?.Bytes);
        line.Add("totalBytes", job.Progress?.TotalBytes);
        line.Add("retries", job.Troubles);
        line.Add("error", job.Error?.Message);
        line.Add("errorKind", job.Error?.Kind);
        if (job.Health is { } health)
        {
            line.Add("health", health.State);
            line.Add("spareImages", health.SpareImages);
            line.Add("spareHosts", health.SpareHosts);
            line.Add("gone", health.GonePieces);
        }

        if (job.Rehosting is { } stored)
        {
            line.Add("newKey", stored.NewKey);
            line.Add("oldKeyWorks", stored.OldKeyWorks);
            line.Add("sent", stored.Sent);
            line.Add("restored", stored.Restored);
        }

        if (job.Deletion is { } deletion)
        {
            line.Add("deleted", deletion.Deleted);
            line.Add("undeleted", deletion.Undeleted);
            line.Add("dryRun", deletion.DryRun);
        }
    }

    private static void Facts(JsonLine line, ShareView share)
    {
        line.Add("id", share.Id);
        line.Add("state", share.State);
        line.Add("name", share.Name);
        line.Add("size", share.Size);
        line.Add("created", share.Created);
        line.Add("expires", share.Expires);
        line.Add("maxDownloads", share.MaxDownloads);
        line.Add("downloads", share.Downloads);
        line.Add("bytesGiven", share.BytesGiven);
    }

    private void Write(string name, Action<JsonLine> fields) => JsonLine.Write(output, name, fields);
}
