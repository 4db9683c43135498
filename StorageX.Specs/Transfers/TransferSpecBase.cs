using System.Security.Cryptography;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using StorageX.Downloads;
using StorageX.Engine;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pacing;
using StorageX.Pieces;
using StorageX.Specs.Backends;
using StorageX.Specs.Images;
using StorageX.Transfers;
using StorageX.Uploads;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Specs.Transfers;

/// <summary>The engine's whole tree of actors over a host in memory, with small canvases, so that a few kilobytes are many pieces.</summary>
public abstract class TransferSpecBase : TestKit
{
    /// <summary>Credits of each transfer in these specs.</summary>
    protected const int Credits = 4;

    private protected static readonly CanvasSize Canvas = new(16, 16);

    protected TransferSpecBase()
        : base(ConfigurationFactory.ParseString("akka.loglevel = WARNING"))
    {
        Settings = new TransferSettings(2, Credits, 2, 2, 3, TimeSpan.FromSeconds(30));
        Uploads = Sys.ActorOf(BackendManager.Of(_ => UploadRouter.Of(Pace)), "uploads");
        Downloads = Sys.ActorOf(BackendManager.Of(_ => DownloadRouter.Of(Pace)), "downloads");
        Manager = Sys.ActorOf(Props.Create(() => new TransferManager(Settings, Uploads, Downloads)), "transfers");
    }

    private protected TransferSettings Settings { get; }

    /// <summary>How the host is treated; a spec may change it before its first transfer.</summary>
    private protected PaceSettings Pace { get; set; } = new()
    {
        Permits = 3, Attempts = 3, BackoffMin = TimeSpan.FromMilliseconds(1), BackoffMax = TimeSpan.FromMilliseconds(1),
    };

    private protected MemoryBackend Host { get; } = new();

    private protected TemporaryDirectory Folder { get; } = new();

    private protected IActorRef Uploads { get; }

    private protected IActorRef Downloads { get; }

    private protected IActorRef Manager { get; }

    /// <summary>Bytes in a full piece.</summary>
    private protected static int Capacity => (int)Canvas.Capacity;

    /// <summary>The same random bytes in every run.</summary>
    protected static byte[] Bytes(int count, int seed = 1) => Some.Bytes(count, seed);

    private protected UploadJob UploadOf(byte[] bytes, IProgress<TransferProgress>? progress = null) =>
        new(capacity => new FileSource(PieceReader.OpenStream(new MemoryStream(bytes), "the input", capacity), capacity), "file.bin", Canvas, Host, progress);

    private protected UploadJob UploadOf(string path) =>
        new(capacity => new FileSource(PieceReader.OpenFile(path, capacity), capacity), "file.bin", Canvas, Host, null);

    private protected DownloadJob DownloadOf(string key, string path, IProgress<TransferProgress>? progress = null) =>
        new(ShareKey.Parse(key), manifest => PieceWriter.OpenFile(path, manifest.Size, overwrite: false), Host, progress);

    private protected async Task<TransferOutcome> RunAsync(TransferJob job, string id = "one") =>
        await Manager.Ask<TransferOutcome>(new SubmitTransfer(id, job), TimeSpan.FromSeconds(30));

    /// <summary>Stores bytes and answers their key.</summary>
    private protected async Task<string> KeyOf(byte[] bytes) => ((TransferSucceeded)await RunAsync(UploadOf(bytes))).Key.ToString();

    /// <summary>Where the image of a piece will be, or is.</summary>
    private protected string LocatorOf(byte[] bytes, int piece)
    {
        var part = bytes.AsSpan(piece * Capacity, Math.Min(Capacity, bytes.Length - (piece * Capacity)));
        using var image = ImageCanvas.Encode(part, Canvas, PixelCompression.WhereItPays);
        return $"memory://{Host.Properties.Name}/{Convert.ToHexStringLower(SHA256.HashData(image.Span)[..16])}";
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Folder.Dispose();
    }
}
