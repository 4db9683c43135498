using System.Security.Cryptography;
using Akka.Actor;
using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Manifests;
using StorageX.Transfers;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>
/// Collects the keys of the pieces, in whatever order they come, and stores what its text outgrows; asked to, publishes the
/// root and answers the key. A text is stored before any that names it.
/// </summary>
internal sealed class ManifestActor : ReceiveActor
{
    private const int MostListed = 250;
    private readonly UploadJob _job;
    private readonly string _transferId;
    private readonly IActorRef _uploads;
    private readonly IActorRef _hosts;
    private readonly Queue<(IImageBackend Host, string Locator)> _replaceable = [];
    private readonly List<(IImageBackend Host, string Locator)> _replaced = [];
    private readonly Manifest _head;
    private readonly IManifestText _text;
    private readonly Dictionary<int, ManifestPiece> _early = [];
    private List<ManifestPiece>? _listed = [];
    private int _next;
    private IActorRef _asker = ActorRefs.Nobody;
    private Manifest? _manifest;
    private (PooledBytes Image, byte[]? Secret, byte[]? Digest)? _storing;

    /// <param name="transferId">The transfer.</param>
    /// <param name="job">What is uploaded.</param>
    /// <param name="uploads">Where images are sent to be stored: the parent of the hosts' routers, or for a pool who places them.</param>
    /// <param name="hosts">The parent of the hosts' routers.</param>
    public ManifestActor(string transferId, UploadJob job, IActorRef uploads, IActorRef hosts)
    {
        (_transferId, _job, _uploads, _hosts) = (transferId, job, uploads, hosts);
        _head = new Manifest(job.Format.IsFormat1 ? 1.0 : 2.0, job.Name, job.Canvas.Width, job.Canvas.Height, []) { Parity = job.Pool?.Parity, TreeOffset = job.IsFolder ? 0 : null };
        _text = job.Format.IsFormat1 ? new FlatManifest() : new ManifestTree(_head);
        Receive<PieceStored>(stored => Guard(() => Collect(stored.Piece)));
        Receive<PublishManifest>(publish => Guard(() => Finish(publish)));
        Receive<ImageStored>(stored => Guard(() =>
        {
            if (_replaceable.TryPeek(out var root) && root.Locator == stored.Locator)
                Replaced(isDone: true);
            else
                Stored([stored.Locator]);
        }));
        Receive<ImagePlaced>(placed => Guard(() => Stored([.. placed.Places.Select(place => place.Locator)])));
        Receive<HostJobRetried>(retried => Context.Parent.Tell(retried));
        Receive<HostWaits>(waits => Context.Parent.Tell(waits));
        Receive<HostJobFailed>(failed => Guard(() =>
        {
            if (_replaceable.Count > 0)
                Replaced(isDone: false);
            else
                Fail(HostFailure.Describe("the manifest", failed.Error));
        }));
        Receive<HostJobCancelled>(_ => Fail(new TransferException(TransferErrorKind.Failed, "the manifest was not stored: the transfer was cancelled")));
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (TransferException error)
        {
            Fail(error);
        }
    }

    private void Collect(ManifestPiece piece)
    {
        _early.Add(piece.Seq, piece);
        for (; _early.Remove(_next, out var next); _next++)
        {
            _text.Add(next);
            if (_next < MostListed)
                _listed?.Add(next);
            else
                _listed = null;
        }

        StoreOn();
    }

    private void Finish(PublishManifest publish)
    {
        if (_next != publish.PieceCount)
            throw new InvalidOperationException($"{_next} of {publish.PieceCount} pieces are known");
        _asker = Sender;
        _manifest = _head with
        {
            Size = publish.Size,
            Created = _job.Created,
            Inline = publish.Inline is null ? (ReadOnlyMemory<byte>?)null : publish.Inline,
            Pieces = _listed ?? [],
            PieceCount = _next,
            TreeOffset = publish.TreeOffset,
        };
        _text.Finish(_manifest);
        StoreOn();
    }

    private void StoreOn()
    {
        if (_storing is not null)
            return;
        if (_text.NextChunk() is { } chunk)
        {
            _listed = null;
            using var text = chunk;
            var digest = SHA256.HashData(text.Span);
            var (image, secret) = _job.Format.Seal(text.Span, ContainerKind.Manifest, _job.Canvas, digest);
            Store(image, secret, digest);
        }
        else if (_text.Root is { } root)
        {
            using var text = root;
            var (image, secret) = _job.Format.SealRoot(text.Span, _job.Canvas, _job.Root?.Secret);
            if (_job.Root is { } before)
                Replace(before, image, secret);
            else
                Store(image, secret, null);
        }
    }

    // The root goes to the places that it had, as far as it can, and elsewhere for those where it can not.
    private void Replace(RootBefore before, PooledBytes image, byte[]? secret)
    {
        _storing = (image, secret, null);
        if (before.Replaceable.Count > 0)
            before.BeforeReplacing(_manifest!);
        foreach (var place in before.Replaceable)
            _replaceable.Enqueue(place);
        ReplaceNext();
    }

    private void Replaced(bool isDone)
    {
        var place = _replaceable.Dequeue();
        if (isDone)
            _replaced.Add(place);
        ReplaceNext();
    }

    private void ReplaceNext()
    {
        var image = _storing!.Value.Image;
        var missing = Math.Min(_job.Root!.Count, Math.Max(_job.TextCopies, 1)) - _replaced.Count;
        if (_replaceable.TryPeek(out var next))
            _hosts.Tell(new ReplaceImage(next.Host, _transferId, ManifestSeq, next.Locator, image));
        else if (missing <= 0)
            Stored([]);
        else if (_job.Pool is { IsSingle: false })
            _uploads.Tell(new PlaceImage(ManifestSeq, image, missing) { Least = Math.Max(0, Math.Min(missing, _job.LeastTextCopies - _replaced.Count)), Run = _job.Run, Except = [.. _replaced.Select(place => place.Host)] });
        else
            _uploads.Tell(new StoreImage(_job.Backend, _transferId, ManifestSeq, image) { Run = _job.Run });
    }

    private void Store(PooledBytes image, byte[]? secret, byte[]? digest)
    {
        _storing = (image, secret, digest);
        if (_job.Pool is { IsSingle: false })
            _uploads.Tell(new PlaceImage(ManifestSeq, image, _job.TextCopies) { Least = _job.LeastTextCopies, Run = _job.Run });
        else
            _uploads.Tell(new StoreImage(_job.Backend, _transferId, ManifestSeq, image) { Run = _job.Run });
    }

    private void Stored(IReadOnlyList<string> locators)
    {
        var (image, secret, digest) = _storing!.Value;
        image.Dispose();
        _storing = null;
        if (digest is null)
        {
            List<string> roots = [.. _replaced.Select(place => place.Locator), .. locators];
            _asker.Tell(new ManifestPublished(new ShareKey(roots[0], secret, [.. roots.Skip(1)]), _manifest!));
            return;
        }

        _text.Stored(locators, Checksum.Of(digest), secret is null ? (ReadOnlyMemory<byte>?)null : secret);
        StoreOn();
    }

    private void Fail(TransferException error)
    {
        _storing?.Image.Dispose();
        _storing = null;
        if (_asker.IsNobody())
            Context.Parent.Tell(new ManifestBroken(error));
        else
            _asker.Tell(new ManifestFailed(error));
    }
}
