using Akka.Actor;
using Akka.Routing;
using StorageX.Backends;
using StorageX.Catalogue;
using StorageX.Containers;
using StorageX.Pieces;
using StorageX.Transfers;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>
/// Gets pieces stored: looks where they are known to be already, has the others encoded, and has the images stored on as many hosts as they should
/// be on. It owns the pieces that are outstanding.
/// </summary>
internal abstract class StoringCoordinator : TransferCoordinator
{
    // A host gives so many bytes as fast as it says that it has them, and only what it gives shows whether they are right.
    private const int CheapToFetch = 64 << 10;

    private readonly UploadJob _job;
    private readonly TransferSettings _settings;
    private readonly IActorRef _encoders;
    private readonly RestingHosts _resting;

    protected StoringCoordinator(string id, UploadJob job, IActorRef uploads, TransferSettings settings, CreditLedger credits)
        : base(id, job, uploads, settings.DrainTimeout, credits)
    {
        (_job, _settings) = (job, settings);
        var clock = Context.System.Scheduler;
        _resting = new RestingHosts(() => clock.Now);
        _encoders = Context.ActorOf(
            Props.Create<EncoderActor>().WithRouter(new RoundRobinPool(settings.Encoders).WithSupervisorStrategy(Supervision.RestartAlways())), "encoders");
        Placer = job.Pool is { IsSingle: false } pool ? Context.ActorOf(Props.Create(() => new PlacerActor(id, pool, uploads)), "placer") : null;
        Reply<PieceEncoded>(Encoded);
        Reply<CodecCrashed>(Crashed);
        Reply<PieceKnown>(Known);
        Reply<PlaceClaimed>(Claimed);
        Reply<ImageChecked>(Checked);
        Reply<ImageFetched>(Fetched);
        Reply<PieceCompared>(compared => Checked(new ImageChecked(compared.Seq, compared.Same)));
        Reply<ImageStored>(stored => Stored(stored.Seq, [(_job.Backend, stored.Locator)]));
        Reply<ImagePlaced>(placed => Stored(placed.Seq, placed.Places));
        Reply<HostJobFailed>(HostFailed);
        Receive<HostPassedOver>(passed =>
        {
            PassedOver.Add($"{passed.Host} ({passed.Why})");
            Tell($"{passed.Host} is passed over: {passed.Why}");
        });
    }

    /// <summary>The pieces that are outstanding, by seq.</summary>
    protected Dictionary<int, OutstandingPiece> Outstanding { get; } = [];

    /// <summary>Who chooses among the hosts; null where there is but one.</summary>
    protected IActorRef? Placer { get; }

    /// <summary>The hosts that others stood in for, each with the reason.</summary>
    protected List<string> PassedOver { get; } = [];

    /// <summary>How many pieces were lost or altered where they were known to be.</summary>
    protected int Resent { get; private set; }

    /// <summary>How many images were stored.</summary>
    protected int Sent { get; private set; }

    /// <summary>Takes a piece that is stored where it should be, and is outstanding no more.</summary>
    protected abstract void Finished(OutstandingPiece piece);

    /// <summary>Gives the bytes of a piece back, which nobody stores any more.</summary>
    protected abstract void Release(Piece piece);

    protected override void Doubted(int seq, BackendException error) => Outstanding.GetValueOrDefault(seq)?.Doubted(error);

    /// <summary>What is looked for on a host of a pool that waits is stored elsewhere, as if it were not there.</summary>
    protected override bool IsHeldUp(IImageBackend host, DateTimeOffset until)
    {
        if (Placer is null || Sender.Equals(Placer))
            return true;
        _resting.Add(host, until);
        foreach (var piece in Outstanding.Values.Where(piece => piece.Checking?.Known.Backend == host))
            CancelHost(piece.Piece.Seq);
        return false;
    }

    protected override void Cancelled(HostJobCancelled cancelled)
    {
        if (Placer is not null && Outstanding.TryGetValue(cancelled.Seq, out var piece) && piece.Checking is not null)
            LookElsewhere(piece);
        else
            base.Cancelled(cancelled);
    }

    protected override void Ending()
    {
        Placer?.Tell(TransferEnds.Instance);
        foreach (var piece in Outstanding.Values)
        {
            if (piece.Checking is not { } place)
                continue;
            if (piece.IsDoubted)
                place.Known.Forget(piece.Sha256);
            else
                place.Known.Doubt(piece.Sha256, place.Stored.Locator);
        }
    }

    /// <summary>Gets a piece stored.</summary>
    protected void Begin(OutstandingPiece piece)
    {
        Outstanding.Add(piece.Piece.Seq, piece);
        Encode(piece, isNeeded: false);
    }

    private IReadOnlyList<KnownPieces> KnownOf(ContainerKind kind) => kind == ContainerKind.Parity ? _job.KnownParity : _job.Known;

    private void Encode(OutstandingPiece piece, bool isNeeded)
    {
        if (isNeeded && piece.TakeStored() is { } stored)
            Encoded(stored with { Identity = _job.Format.IdentityOf(piece.Kind, _job.Canvas, stored.Sha256, stored.Secret) });
        else
            Request(_encoders, new EncodePiece(piece.Piece, _job.Canvas, _job.Format, KnownOf(piece.Kind), Self) { Kind = piece.Kind, Before = piece.Before, IsNeeded = isNeeded, KeepsBytes = _job.Pool?.Parity is not null });
    }

    private void Known(PieceKnown known)
    {
        var piece = Outstanding[known.Seq];
        piece.Known(known);
        LookOn(piece);
    }

    // Looks at one place after the other, until there are copies enough, or none is left.
    private void LookOn(OutstandingPiece piece)
    {
        if (piece.Places.Count >= _job.Copies)
            Done(piece);
        else if (!piece.TryNext())
            Encode(piece, isNeeded: true);
        else if (piece.Group != GroupShares.None && !piece.IsHeld)
            Request(Placer!, new ClaimPlace(piece.Piece.Seq, piece.Group, piece.Checking!.Known.Backend));
        else
            Check(piece);
    }

    private void Claimed(PlaceClaimed claimed)
    {
        if (claimed.IsGranted)
            Check(Outstanding[claimed.Seq]);
        else
            LookOn(Outstanding[claimed.Seq]);
    }

    private void Check(OutstandingPiece piece)
    {
        var (known, stored) = piece.Checking!;
        var doubtful = known.IsDoubtful(stored);
        if (Placer is not null && (_job.Recheck || doubtful) && _resting.Has(known.Backend))
            LookElsewhere(piece);
        else if (_job.Recheck || (doubtful && piece.Size <= CheapToFetch && !known.Backend.Properties.ChecksAreCheap))
            RequestHost(new FetchImage(known.Backend, Id, piece.Piece.Seq, stored.Locator));
        else if (doubtful)
            RequestHost(new CheckImage(known.Backend, Id, piece.Piece.Seq, stored.Locator));
        else
            IsThere(piece);
    }

    private void IsThere(OutstandingPiece piece)
    {
        piece.IsThere();
        LookOn(piece);
    }

    private void Checked(ImageChecked answer)
    {
        var piece = Outstanding[answer.Seq];
        var known = piece.Checking!.Known;
        if (answer.Exists)
        {
            known.MarkChecked(piece.Sha256);
            IsThere(piece);
            return;
        }

        known.Forget(piece.Sha256);
        Resent++;
        LookElsewhere(piece);
    }

    private void LookElsewhere(OutstandingPiece piece)
    {
        Placer?.Tell(new ReleasePlace(piece.Group, piece.Checking!.Known.Backend));
        LookOn(piece);
    }

    private void Fetched(ImageFetched fetched)
    {
        var piece = Outstanding[fetched.Seq];
        piece.Fetched(fetched.Image);
        Request(_encoders, new ComparePiece(piece.Piece, fetched.Image, PieceOpening.Stored(_job.Format.IsFormat1, piece.Kind, piece.Secret), Self));
    }

    private void HostFailed(HostJobFailed failed)
    {
        var piece = Outstanding.GetValueOrDefault(failed.Seq);
        if (piece?.Checking is not null && failed.Error.Kind is BackendErrorKind.Lost or BackendErrorKind.Corrupt)
            Checked(new ImageChecked(failed.Seq, Exists: false));
        // A host that cannot be asked may have it; others take it meanwhile.
        else if (piece?.Checking is not null && Placer is not null)
            LookElsewhere(piece);
        else
            FailAndForget(HostFailure.Describe(Part(failed.Seq), failed.Error));
    }

    private void Encoded(PieceEncoded encoded)
    {
        var piece = Outstanding[encoded.Seq];
        foreach (var (host, _) in piece.Encoded(encoded))
            Placer?.Tell(new ReleasePlace(piece.Group, host));
        Release(piece.Piece);
        var digest = _job.Known.Count > 0 ? encoded.Sha256 : null;
        if (Placer is null)
            RequestHost(new StoreImage(_job.Backend, Id, encoded.Seq, encoded.Image) { Identity = encoded.Identity, Run = _job.Run, Digest = digest });
        else
            Request(Placer, new PlaceImage(encoded.Seq, encoded.Image, _job.Copies - piece.Places.Count) { Identity = encoded.Identity, Run = _job.Run, Digest = digest, Group = piece.Group, Except = [.. piece.Places.Select(place => place.Host)] });
    }

    private void Crashed(CodecCrashed crashed)
    {
        var piece = Outstanding[crashed.Seq];
        if (++piece.Crashes >= _settings.PieceAttempts)
            throw new TransferException(TransferErrorKind.Failed, $"{Part(crashed.Seq)}: encoding failed {piece.Crashes} times: {crashed.Cause.Message}", crashed.Cause);
        RetryPiece($"{Part(crashed.Seq)}: {crashed.Cause.Message}; encoding it again", TransferErrorKind.Failed);
        foreach (var host in piece.Restart())
            Placer?.Tell(new ReleasePlace(piece.Group, host));
        Encode(piece, isNeeded: false);
    }

    /// <summary>Ends the transfer; what a host gave as a locator and is none is forgotten.</summary>
    protected void FailAndForget(TransferException error)
    {
        if (error.InnerException is BackendException { Worthless: { } locator })
        {
            foreach (var known in _job.Known.Concat(_job.KnownParity))
                known.ForgetLocator(locator);
        }

        Fail(error);
    }

    private void Stored(int seq, IReadOnlyList<(IImageBackend Host, string Locator)> places)
    {
        var piece = Outstanding[seq];
        Sent += places.Count;
        foreach (var (host, locator) in places)
            KnownOf(piece.Kind).FirstOrDefault(known => known.Backend == host)?.Remember(piece.Sha256, piece.Size, locator, piece.Secret);
        piece.Placed(places);
        Done(piece);
    }

    private void Done(OutstandingPiece piece)
    {
        Outstanding.Remove(piece.Piece.Seq);
        Release(piece.Piece);
        piece.Dispose();
        Finished(piece);
    }
}
