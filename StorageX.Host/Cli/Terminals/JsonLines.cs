using System.Buffers;
using System.Globalization;
using System.Text.Json;
using StorageX.Backends;
using StorageX.Host.Contract;
using StorageX.Manifests;
using StorageX.Probing;

namespace StorageX.Host.Cli.Terminals;

/// <summary>
/// What <c>--json</c> writes: one event a line, UTF-8, with every character outside printable ASCII escaped. The last line
/// is a <c>done</c> or an <c>error</c>. Fields may be added; none changes its meaning.
/// </summary>
/// <param name="output">Where the lines go.</param>
internal sealed class JsonLines(Stream output)
{
    private static readonly Lock Turn = new();

    /// <summary>An upload that gave its key.</summary>
    public void Uploaded(UploadResult result) => Write("done", line =>
    {
        line.WriteString("key", result.Key);
        Summary(line, result.Manifest);
        line.WriteNumber("skipped", result.Skipped);
        line.WriteNumber("resent", result.Resent);
    });

    /// <summary>A download that gave its file.</summary>
    public void Downloaded(DownloadResult result) => Write("done", line =>
    {
        line.WriteString("path", result.Path);
        Summary(line, result.Manifest);
        line.WriteNumber("skipped", result.Skipped);
    });

    /// <summary>A manifest: an event for every piece, then what they make.</summary>
    public void Described(Manifest manifest)
    {
        foreach (var piece in manifest.Pieces)
            Write("piece", line =>
            {
                line.WriteNumber("seq", piece.Seq);
                line.WriteString("key", piece.Key);
                line.WriteNumber("offset", piece.Offset);
                line.WriteNumber("size", piece.Size);
                line.WriteString("checksum", piece.Checksum);
            });
        Write("done", line =>
        {
            Summary(line, manifest);
            line.WriteNumber("protocol_version", manifest.ProtocolVersion);
            line.WriteNumber("piece_width", manifest.PieceWidth);
            line.WriteNumber("piece_height", manifest.PieceHeight);
        });
    }

    /// <summary>A verification: an event for every piece that cannot be had, then how much of the file can.</summary>
    public void Verified(VerifyReport report)
    {
        foreach (var defect in report.Defects)
            Write("defect", line =>
            {
                line.WriteNumber("seq", defect.Piece.Seq);
                line.WriteString("kind", defect.Kind == TransferErrorKind.Lost ? "lost" : "corrupt");
                line.WriteNumber("offset", defect.Piece.Offset);
                line.WriteNumber("size", defect.Piece.Size);
                line.WriteString("message", defect.Message);
            });
        Write("done", line =>
        {
            Summary(line, report.Manifest);
            line.WriteBoolean("compared", !report.ExistenceOnly);
            line.WriteNumber("good_bytes", report.GoodBytes);
            line.WriteNumber("lost", report.Defects.Count(defect => defect.Kind == TransferErrorKind.Lost));
            line.WriteNumber("corrupt", report.Defects.Count(defect => defect.Kind == TransferErrorKind.Corrupt));
        });
    }

    /// <summary>Uploads from here, the newest first.</summary>
    public void Listed(IEnumerable<Catalogue.PastUpload> uploads, bool reveal)
    {
        foreach (var upload in uploads)
            Write("upload", line =>
            {
                line.WriteString("name", upload.Name);
                line.WriteNumber("size", upload.Size);
                line.WriteString("backend", upload.Backend);
                line.WriteNumber("format", upload.Format);
                line.WriteNumber("pieces", upload.Pieces);
                line.WriteString("finished", upload.FinishedAt);
                line.WriteString("key", KeyText.Shown(upload.Key, reveal));
            });
    }

    /// <summary>The configured hosts.</summary>
    public void Backends(IEnumerable<KeyValuePair<string, BackendSettings>> backends, string standard)
    {
        foreach (var (name, backend) in backends)
            Write("backend", line =>
            {
                line.WriteString("name", name);
                line.WriteString("type", backend.Type);
                line.WriteString("place", backend.Place);
                line.WriteBoolean("default", name == standard);
            });
    }

    /// <summary>What a host did to a test image.</summary>
    public void Found(ProbeFinding finding) => Write("finding", line =>
    {
        line.WriteString("image", Word(finding.Kind));
        line.WriteNumber("width", finding.Size.Width);
        line.WriteNumber("height", finding.Size.Height);
        line.WriteNumber("bytes", finding.Bytes);
        line.WriteString("fate", Word(finding.Fate));
        line.WriteString("detail", finding.Detail);
        Optional(line, "store_ms", (long?)finding.StoreTime?.TotalMilliseconds);
        Optional(line, "fetch_ms", (long?)finding.FetchTime?.TotalMilliseconds);
    });

    /// <summary>What was found out of a host, and where it was written.</summary>
    public void Probed(ProbeReport report, string? written) => Write("done", line =>
    {
        line.WriteString("backend", report.Backend);
        line.WriteString("verdict", Word(report.Verdict));
        Optional(line, "largest_bytes", report.LargestBytes);
        Optional(line, "largest_side", report.LargestSide);
        Optional(line, "max_bytes", report.MaxBytes);
        Optional(line, "max_side", report.MaxSide);
        Optional(line, "min_side", report.MinSide);
        line.WriteString("duplicates", report.Duplicates switch
        {
            DuplicatePolicy.SameLocator => "same_locator",
            DuplicatePolicy.NewLocator => "new_locator",
            var other => Word(other),
        });
        if (report.IsPublic is { } open)
            line.WriteBoolean("public", open);
        else
            line.WriteNull("public");
        line.WriteNumber("stored", report.Stored);
        line.WriteNumber("deleted", report.Deleted);
        line.WriteString("stopped", report.Stopped);
        line.WriteString("written", written);
    });

    /// <summary>How far a transfer is.</summary>
    public void Progress(ProgressSnapshot now) => Write("progress", line =>
    {
        var progress = JobProgress.Of(now);
        line.WriteString("phase", progress.Phase);
        line.WriteNumber("bytes", progress.Bytes);
        Optional(line, "total_bytes", progress.TotalBytes);
        line.WriteNumber("pieces", progress.Pieces);
        Optional(line, "total_pieces", progress.TotalPieces);
        line.WriteNumber("skipped", progress.Skipped);
        line.WriteNumber("resent", progress.Resent);
        line.WriteNumber("retries", progress.Retries);
        Optional(line, "bytes_per_second", progress.BytesPerSecond);
        Optional(line, "seconds_left", progress.SecondsLeft);
        line.WriteString("note", progress.Note);
        line.WriteString("host", now.Progress.Host);
        if (now.Progress.WaitingUntil is { } until)
            line.WriteString("waiting_until", until);
        else
            line.WriteNull("waiting_until");
    });

    /// <summary>A job of a daemon.</summary>
    public void Job(JobView job, IReadOnlyList<JobTrouble>? troubles = null) => Write("job", line =>
    {
        Facts(line, job);
        if (troubles is null)
            return;
        line.WriteStartArray("errors");
        foreach (var trouble in troubles)
        {
            line.WriteStartObject();
            line.WriteString("at", trouble.At);
            line.WriteString("message", trouble.Message);
            line.WriteEndObject();
        }

        line.WriteEndArray();
    });

    /// <summary>A job that was waited for, and is done.</summary>
    public void JobDone(JobView job, string result) => Write("done", line =>
    {
        line.WriteString(job.Kind == JobWords.Upload ? "key" : "path", result);
        line.WriteNumber("job", job.Id);
        line.WriteString("name", job.Name);
        Optional(line, "size", job.Size);
        Optional(line, "pieces", job.Progress?.Pieces);
        Optional(line, "skipped", job.Progress?.Skipped);
        Optional(line, "resent", job.Progress?.Resent);
    });

    /// <summary>A share that was made, and its URL.</summary>
    public void Shared(NewShare made) => Write("done", line =>
    {
        line.WriteString("url", made.Url);
        line.WriteString("note", made.Note);
        Facts(line, made.Share);
    });

    /// <summary>A share of a daemon.</summary>
    public void Share(ShareView share) => Write("share", line => Facts(line, share));

    /// <summary>A command that ended without its result.</summary>
    public void Error(Failure failure) => Write("error", line =>
    {
        line.WriteString("kind", failure.Kind);
        line.WriteString("message", failure.Message);
        line.WriteNumber("exit_code", failure.ExitCode);
    });

    private static void Summary(Utf8JsonWriter line, Manifest manifest)
    {
        line.WriteString("name", manifest.FileName);
        line.WriteNumber("size", manifest.Size);
        line.WriteNumber("pieces", manifest.PieceCount);
    }

    private static string Word<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static void Facts(Utf8JsonWriter line, JobView job)
    {
        line.WriteNumber("id", job.Id);
        line.WriteString("kind", job.Kind);
        line.WriteString("state", job.State);
        line.WriteBoolean("cancelling", job.Cancelling);
        line.WriteNumber("priority", job.Priority);
        line.WriteString("name", job.Name);
        line.WriteString("path", job.Path);
        Optional(line, "size", job.Size);
        line.WriteString("created", job.Created);
        line.WriteString("wake_at", job.WakeAt?.ToString("O", CultureInfo.InvariantCulture));
        line.WriteNumber("runs", job.Runs);
        Optional(line, "bytes", job.Progress?.Bytes);
        Optional(line, "total_bytes", job.Progress?.TotalBytes);
        line.WriteNumber("retries", job.Troubles);
        line.WriteString("error", job.Error?.Message);
        line.WriteString("error_kind", job.Error?.Kind);
    }

    private static void Facts(Utf8JsonWriter line, ShareView share)
    {
        line.WriteNumber("id", share.Id);
        line.WriteString("state", share.State);
        line.WriteString("name", share.Name);
        line.WriteNumber("size", share.Size);
        line.WriteString("created", share.Created);
        line.WriteString("expires", share.Expires?.ToString("O", CultureInfo.InvariantCulture));
        Optional(line, "max_downloads", share.MaxDownloads);
        line.WriteNumber("downloads", share.Downloads);
        line.WriteNumber("bytes_given", share.BytesGiven);
    }

    private static void Optional(Utf8JsonWriter line, string name, long? number)
    {
        if (number is { } value)
            line.WriteNumber(name, value);
        else
            line.WriteNull(name);
    }

    private void Write(string name, Action<Utf8JsonWriter> fields)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var line = new Utf8JsonWriter(bytes))
        {
            line.WriteStartObject();
            line.WriteString("event", name);
            fields(line);
            line.WriteEndObject();
        }
        bytes.Write("\n"u8);
        lock (Turn)
            output.Write(bytes.WrittenSpan);
    }
}
