using System.Text;
using Shouldly;
using StorageX.Host.Cli;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;
using StorageX.Manifests;
using Xunit;

namespace StorageX.Specs.Cli.Terminals;

public sealed class JsonLinesSpec
{
    private static readonly Manifest OnePiece = new(1.0, "a\u202eb\n.txt", 64, 48, [new(0, "file:///p.png", 0, 7, "sha256:00")]);
    private readonly MemoryStream _output = new();

    [Fact]
    public void An_upload_gives_its_key()
    {
        Lines.Uploaded(new("file:///m.png", OnePiece, Skipped: 1));
        Written.ShouldBe("""{"event":"done","key":"file:///m.png","name":"a\u202Eb\n.txt","size":7,"pieces":1,"skipped":1,"resent":0,"passedOver":null}""" + "\n");
    }

    [Fact]
    public void A_download_gives_its_path()
    {
        Lines.Downloaded(new("/tmp/x", OnePiece));
        Written.ShouldBe("""{"event":"done","path":"/tmp/x","name":"a\u202Eb\n.txt","size":7,"pieces":1,"skipped":0,"restored":0}""" + "\n");
    }

    [Fact]
    public void A_manifest_gives_every_piece_and_then_the_whole()
    {
        Lines.Described(OnePiece);
        Written.ShouldBe("""
            {"event":"piece","seq":0,"key":"file:///p.png","offset":0,"size":7,"checksum":"sha256:00"}
            {"event":"done","name":"a\u202Eb\n.txt","size":7,"pieces":1,"protocolVersion":1,"protocol_version":1,"pieceWidth":64,"piece_width":64,"pieceHeight":48,"piece_height":48}

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_manifest_gives_copies_and_the_parity_of_each_group()
    {
        var piece = new ManifestPiece(0, "file:///p.png", 0, 7, "sha256:00") { Mirrors = ["file:///q.png"], Parity = [new("file:///r.png", 7, "sha256:01")] };
        Lines.Described(new(2.0, "a", 64, 48, [piece]) { Parity = new ParityScheme(2, 1) });
        Written.ShouldBe("""
            {"event":"piece","seq":0,"key":"file:///p.png","mirrors":["file:///q.png"],"offset":0,"size":7,"checksum":"sha256:00"}
            {"event":"parity","groupEnd":0,"key":"file:///r.png","size":7,"checksum":"sha256:01"}
            {"event":"done","name":"a","size":7,"pieces":1,"protocolVersion":2,"protocol_version":2,"pieceWidth":64,"piece_width":64,"pieceHeight":48,"piece_height":48,"parity":"2\u002B1"}

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Progress_has_every_field_known_or_not()
    {
        Lines.Progress(new(new(TransferPhase.ReadingManifest, 0, null, 0, null, 0, null), null, null));
        Lines.Progress(new(new(TransferPhase.Pieces, 5, 10, 1, 2, 3, "503", Skipped: 1) { Host = "imgur", WaitingUntil = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero) }, 2.5, TimeSpan.FromSeconds(1.2)));
        Written.ShouldBe("""
            {"event":"progress","phase":"reading_manifest","bytes":0,"totalBytes":null,"total_bytes":null,"pieces":0,"totalPieces":null,"total_pieces":null,"skipped":0,"resent":0,"restored":0,"retries":0,"bytesPerSecond":null,"bytes_per_second":null,"secondsLeft":null,"seconds_left":null,"note":null,"host":"","waitingUntil":null,"waiting_until":null}
            {"event":"progress","phase":"pieces","bytes":5,"totalBytes":10,"total_bytes":10,"pieces":1,"totalPieces":2,"total_pieces":2,"skipped":1,"resent":0,"restored":0,"retries":3,"bytesPerSecond":2,"bytes_per_second":2,"secondsLeft":2,"seconds_left":2,"note":"503","host":"imgur","waitingUntil":"2030-01-01T12:00:00+00:00","waiting_until":"2030-01-01T12:00:00+00:00"}

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_failure_gives_its_kind_and_exit_code()
    {
        Lines.Error(new Failure(3, "lost", "gone"));
        Written.ShouldBe("""{"event":"error","kind":"lost","message":"gone","exitCode":3,"exit_code":3}""" + "\n");
    }

    private JsonLines Lines => new(_output);

    private string Written => Encoding.UTF8.GetString(_output.ToArray());
}
