using System.Buffers;
using System.Text.Json;
using StorageX.Host.Cli.Progress;
using StorageX.Manifests;

namespace StorageX.Host.Cli;

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
    });

    /// <summary>A download that gave its file.</summary>
    public void Downloaded(DownloadResult result) => Write("done", line =>
    {
        line.WriteString("path", result.Path);
        Summary(line, result.Manifest);
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

    /// <summary>How far a transfer is.</summary>
    public void Progress(ProgressSnapshot now) => Write("progress", line =>
    {
        var progress = now.Progress;
        line.WriteString("phase", Phase(progress.Phase));
        line.WriteNumber("bytes", progress.Bytes);
        Optional(line, "total_bytes", progress.TotalBytes);
        line.WriteNumber("pieces", progress.Pieces);
        Optional(line, "total_pieces", progress.TotalPieces);
        line.WriteNumber("retries", progress.Retries);
        Optional(line, "bytes_per_second", (long?)now.BytesPerSecond);
        Optional(line, "seconds_left", now.TimeLeft is { } left ? (long)Math.Ceiling(left.TotalSeconds) : null);
        line.WriteString("note", progress.Note);
    });

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
        line.WriteNumber("pieces", manifest.Pieces.Count);
    }

    private static string Phase(TransferPhase phase) => phase switch
    {
        TransferPhase.ReadingManifest => "reading_manifest",
        TransferPhase.Pieces => "pieces",
        TransferPhase.Finishing => "finishing",
        _ => "done",
    };

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
