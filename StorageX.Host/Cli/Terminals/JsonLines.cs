using StorageX.Backends;
using StorageX.Host.Contract;
using StorageX.Manifests;
using StorageX.Probing;

namespace StorageX.Host.Cli.Terminals;

/// <summary>
/// What <c>--json</c> writes: one event a line. A command that does something ends with <c>done</c> or <c>error</c>; one that lists has a
/// line for each thing. Fields may be added; none changes its meaning.
/// </summary>
/// <param name="output">Where the lines go.</param>
internal sealed partial class JsonLines(Stream output)
{
    /// <summary>An upload that gave its key.</summary>
    public void Uploaded(UploadResult result) => Write("done", line =>
    {
        line.Add("key", result.Key);
        Summary(line, result.Manifest);
        line.Add("skipped", result.Skipped);
        line.Add("resent", result.Resent);
        line.Add("passedOver", result.PassedOver.Count == 0 ? null : string.Join("; ", result.PassedOver));
    });

    /// <summary>A download that gave its file.</summary>
    public void Downloaded(DownloadResult result) => Write("done", line =>
    {
        line.Add("path", result.Path);
        Summary(line, result.Manifest);
        line.Add("skipped", result.Skipped);
        line.Add("restored", result.Restored);
    });

    /// <summary>A verification: an event for every piece that cannot be had, then how much of the file can.</summary>
    public void Verified(VerifyReport report)
    {
        foreach (var defect in report.Defects)
            Write("defect", line =>
            {
                line.Add("seq", defect.Piece.Seq);
                line.Add("kind", defect.Kind == TransferErrorKind.Lost ? "lost" : "corrupt");
                line.Add("offset", defect.Piece.Offset);
                line.Add("size", defect.Piece.Size);
                line.Add("message", defect.Message);
            });
        Write("done", line =>
        {
            Summary(line, report.Manifest);
            line.Add("compared", !report.ExistenceOnly);
            line.Add("goodBytes", report.GoodBytes);
            line.Add("lost", report.Defects.Count(defect => defect.Kind == TransferErrorKind.Lost));
            line.Add("corrupt", report.Defects.Count(defect => defect.Kind == TransferErrorKind.Corrupt));
            line.Add("restored", report.Restored);
        });
    }

    /// <summary>A file's health: an event for every host and for every piece that is gone for good, then what they make.</summary>
    public void Looked(HealthView report)
    {
        foreach (var host in report.Hosts)
            Write("host", line =>
            {
                line.Add("host", host.Host);
                Counts(line, host);
            });
        foreach (var piece in report.Gone)
            Write("gone", line =>
            {
                line.Add("seq", piece.Seq);
                line.Add("offset", piece.Offset);
                line.Add("size", piece.Size);
            });
        Write("done", line =>
        {
            line.Add("name", report.Name);
            line.Add("size", report.Size);
            line.Add("pieces", report.Pieces);
            line.Add("state", report.State);
            line.Add("compared", report.Compared);
            Counts(line, report.Total);
            line.Add("gone", report.GonePieces);
            line.Add("spareImages", report.SpareImages);
            line.Add("spareHosts", report.SpareHosts);
        });
    }

    /// <summary>Uploads from here, the newest first.</summary>
    public void Listed(IEnumerable<Catalogue.PastUpload> uploads, bool health, bool reveal)
    {
        foreach (var upload in uploads)
            Write("upload", line =>
            {
                line.Add("name", upload.Name);
                line.Add("size", upload.Size);
                line.Add("backend", upload.Backend);
                line.Add("format", upload.Format);
                line.Add("pieces", upload.Pieces);
                line.Add("finished", upload.FinishedAt);
                line.Add("key", KeyText.Shown(upload.Key, reveal));
                line.Add("id", upload.Id);
                if (health)
                    HealthFields.LastSeen(line, upload.Health);
            });
    }

    /// <summary>A deletion: an event for every image that could not be deleted, then what was done.</summary>
    public void Deleted(DeletionView report)
    {
        Undeleted(report.Images);
        Write("done", line =>
        {
            line.Add("deleted", report.Deleted);
            line.Add("shared", report.Shared);
            line.Add("undeleted", report.Undeleted);
            line.Add("uploads", report.Uploads);
            line.Add("dryRun", report.DryRun);
        });
    }

    /// <summary>Uploads that left the history.</summary>
    public void Forgotten(int uploads) => Write("done", line => line.Add("uploads", uploads));

    /// <summary>The configured hosts.</summary>
    public void Backends(IEnumerable<KeyValuePair<string, BackendSettings>> backends, string standard)
    {
        foreach (var (name, backend) in backends)
            Write("backend", line => Facts(line, name, backend, name == standard));
    }

    /// <summary>All that is known of a host, without its secrets.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="backend">The host.</param>
    /// <param name="isDefault">Whether uploads go there when none is named.</param>
    public void Backend(string name, BackendSettings backend, bool isDefault) => Write("done", line =>
    {
        Facts(line, name, backend, isDefault);
        line.Add("facts", backend.Facts.Concat(backend.Limits.Facts));
    });

    /// <summary>A host that was imported is forgotten.</summary>
    public void Removed(string name) => Write("done", line => line.Add("name", name));

    /// <summary>The user's secret, or that it was taken over.</summary>
    /// <param name="secret">The secret; null where it was taken over.</param>
    public void Secret(string? secret) => Write("done", line =>
    {
        if (secret is not null)
            line.Add("secret", secret);
    });

    /// <summary>What a daemon tells the one who started it.</summary>
    public void Daemon(DaemonNews news)
    {
        switch (news)
        {
            case DaemonNews.Listening listening:
                Write("listening", line =>
                {
                    line.Add("url", listening.Address);
                    line.Add("tokenFile", listening.TokenFile);
                });
                break;
            case DaemonNews.Ending ending:
                Write("ending", line => line.Add("seconds", (long)ending.Patience.TotalSeconds));
                break;
            default:
                Write("done", _ => { });
                break;
        }
    }

    /// <summary>What a host did to a test image.</summary>
    public void Found(ProbeFinding finding) => Write("finding", line =>
    {
        line.Add("image", Word(finding.Kind));
        line.Add("width", finding.Size.Width);
        line.Add("height", finding.Size.Height);
        line.Add("bytes", finding.Bytes);
        line.Add("fate", Word(finding.Fate));
        line.Add("detail", finding.Detail);
        line.Add("storeMs", (long?)finding.StoreTime?.TotalMilliseconds);
        line.Add("fetchMs", (long?)finding.FetchTime?.TotalMilliseconds);
    });

    /// <summary>What was found out of a host, and where it was written.</summary>
    public void Probed(ProbeReport report, string? written) => Write("done", line =>
    {
        line.Add("backend", report.Backend);
        line.Add("verdict", Word(report.Verdict));
        line.Add("largestBytes", report.LargestBytes);
        line.Add("largestSide", report.LargestSide);
        line.Add("maxBytes", report.MaxBytes);
        line.Add("maxSide", report.MaxSide);
        line.Add("minSide", report.MinSide);
        line.Add("duplicates", report.Duplicates switch
        {
            DuplicatePolicy.SameLocator => "same_locator",
            DuplicatePolicy.NewLocator => "new_locator",
            var other => Word(other),
        });
        line.Add("public", report.IsPublic);
        line.Add("stored", report.Stored);
        line.Add("deleted", report.Deleted);
        line.Add("stopped", report.Stopped);
        line.Add("written", written);
    });

    /// <summary>How far a transfer is.</summary>
    public void Progress(ProgressSnapshot now) => Write("progress", line =>
    {
        var progress = JobProgress.Of(now);
        line.Add("phase", progress.Phase);
        line.Add("bytes", progress.Bytes);
        line.Add("totalBytes", progress.TotalBytes);
        line.Add("pieces", progress.Pieces);
        line.Add("totalPieces", progress.TotalPieces);
        if (now.Progress.Files is { } files)
        {
            line.Add("files", files);
            line.Add("totalFiles", now.Progress.TotalFiles);
            line.Add("path", now.Progress.Path);
        }

        line.Add("skipped", progress.Skipped);
        line.Add("resent", progress.Resent);
        line.Add("restored", now.Progress.Restored);
        line.Add("retries", progress.Retries);
        line.Add("bytesPerSecond", progress.BytesPerSecond);
        line.Add("secondsLeft", progress.SecondsLeft);
        line.Add("note", progress.Note);
        line.Add("host", now.Progress.Host);
        line.Add("waitingUntil", now.Progress.WaitingUntil);
    });

    /// <summary>A command that ended without its result.</summary>
    public void Error(Failure failure) => Write("error", line =>
    {
        line.Add("kind", failure.Kind);
        line.Add("message", failure.Message);
        line.Add("exitCode", failure.ExitCode);
    });

    private static void Summary(JsonLine line, Manifest manifest)
    {
        line.Add("name", manifest.FileName);
        line.Add("size", manifest.Size);
        line.Add("pieces", manifest.PieceCount);
    }

    private static void Counts(JsonLine line, HostHealth host)
    {
        line.Add("images", host.Images);
        line.Add("there", host.There);
        line.Add("lost", host.Lost);
        line.Add("altered", host.Altered);
        line.Add("unknown", host.Unknown);
    }

    private static string Word<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static void Facts(JsonLine line, string name, BackendSettings backend, bool isDefault)
    {
        line.Add("name", name);
        line.Add("type", backend.Type);
        line.Add("place", backend.Place);
        line.Add("default", isDefault);
    }

    private void Write(string name, Action<JsonLine> fields) => JsonLine.Write(output, name, fields);
}
