using Akka.Actor;
using Akka.Event;
using StorageX.Backends;
using StorageX.Backends.Pools;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>
/// Chooses the hosts of a pool for the images of one upload: of those that the policy allows, the one that is free soonest. What a host does not
/// take, or lets wait for long, goes to another, as long as the policy is kept.
/// </summary>
internal sealed class PlacerActor : ReceiveActor, IWithTimers
{
    private const string WakeTimer = "wake";
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly string _transferId;
    private readonly IActorRef _uploads;
    private readonly List<HostState> _hosts;
    private readonly GroupShares _shares;
    private readonly Dictionary<int, (Placing Placing, HostState Host)> _tickets = [];
    private readonly Dictionary<Placing, IActorRef> _askers = [];
    private readonly HashSet<int> _leaving = [];
    private int _ticket = int.MinValue;
    private bool _ended;

    /// <param name="transferId">The transfer.</param>
    /// <param name="pool">The hosts, and the policy.</param>
    /// <param name="uploads">The parent of the hosts' routers.</param>
    public PlacerActor(string transferId, HostPool pool, IActorRef uploads)
    {
        (_transferId, _uploads, _shares) = (transferId, uploads, new GroupShares(pool));
        _hosts = [.. pool.Hosts.Select(host => new HostState(host))];
        Receive<PlaceImage>(place =>
        {
            var placing = new Placing(place);
            _askers.Add(placing, Sender);
            SendOn(placing);
        });
        Receive<ClaimPlace>(Claim);
        Receive<HoldPlaces>(hold =>
        {
            foreach (var host in hold.Hosts)
                _shares.Take(hold.Group, host);
        });
        Receive<ReleasePlace>(release => _shares.Release(release.Group, release.Host));
        Receive<GroupPlaced>(placed => _shares.End(placed.Group));
        Receive<ImageStored>(stored => End(stored.Seq, (placing, host) =>
        {
            host.Took();
            placing.Took(host, stored.Locator);
        }));
        Receive<HostJobFailed>(failed => End(failed.Seq, (placing, host) => Failed(placing, host, failed.Error)));
        Receive<HostJobCancelled>(cancelled => End(cancelled.Seq, (placing, host) => _shares.Release(placing.Request.Group, host.Backend)));
        Receive<HostJobRetried>(Retried);
        Receive<HostWaits>(Waits);
        Receive<TransferEnds>(_ =>
        {
            _ended = true;
            foreach (var ticket in _tickets.Keys)
                _uploads.Tell(new CancelHostJobs(_transferId, ticket));
            foreach (var placing in _askers.Keys.ToList())
                Settle(placing);
        });
        Receive<Wake>(_ =>
        {
            foreach (var host in _hosts.Where(host => host.RestsUntil > Now).ToList())
                Leave(host, "others are free sooner");
            WakeLater();
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    private void SendOn(Placing placing)
    {
        while (!_ended && placing.Error is null && placing.Missing > 0)
        {
            var host = Choose(placing);
            if (host?.RestsUntil > Now && placing.Request.Least < placing.Request.Copies && placing.CanDoWithout(null))
            {
                placing.IsShort = true;
                break;
            }

            if (host is null)
            {
                placing.Error = placing.Failure ?? new BackendException(BackendErrorKind.Transient, "no host is left that the policy allows");
                break;
            }

            Send(placing, host);
        }

        Settle(placing);
    }

    private HostState? Choose(Placing placing)
    {
        var now = Now;
        var able = _hosts.Where(placing.MayGoTo).ToList();
        return Soonest(able.Where(host => host.RestsUntil <= now && _shares.Allows(placing.Request.Group, host.Backend, evenly: true)))
            ?? Soonest(able.Where(host => host.RestsUntil <= now && _shares.Allows(placing.Request.Group, host.Backend, evenly: false)))
            ?? able.Where(host => _shares.Allows(placing.Request.Group, host.Backend, evenly: false)).MinBy(host => host.RestsUntil);
    }

    private static HostState? Soonest(IEnumerable<HostState> hosts) => hosts.OrderBy(host => host.UnderWay).ThenBy(host => host.Placed).FirstOrDefault();

    private void Send(Placing placing, HostState host)
    {
        var ticket = _ticket++;
        _tickets.Add(ticket, (placing, host));
        placing.UnderWay.Add(host);
        host.UnderWay++;
        _shares.Take(placing.Request.Group, host.Backend);
        _uploads.Tell(new StoreImage(host.Backend, _transferId, ticket, placing.Request.Image) { Identity = placing.Request.Identity, Run = placing.Request.Run, Digest = placing.Request.Digest });
    }

    private void End(int ticket, Action<Placing, HostState> handle)
    {
        if (!_tickets.Remove(ticket, out var sent))
            return;
        var (placing, host) = sent;
        _leaving.Remove(ticket);
        host.UnderWay--;
        placing.UnderWay.Remove(host);
        handle(placing, host);
        SendOn(placing);
    }

    private void Failed(Placing placing, HostState host, BackendException error)
    {
        _shares.Release(placing.Request.Group, host.Backend);
        host.Failed(error.Kind, Now);
        if (error.Kind is not (BackendErrorKind.Rejected or BackendErrorKind.Unauthorised) || host.Placed > 0 || !placing.RefusedAtFirst.Add(host))
            placing.Failed.Add(host);
        placing.Failure = error;
        if (host.RestsUntil > Now)
            PassOver(host, error.Message);
        WakeLater();
    }

    private void Settle(Placing placing)
    {
        if (placing.Answer(_ended) is not { } answer)
            return;
        if (_askers.Remove(placing, out var asker))
            asker.Tell(answer);
    }

    private void Retried(HostJobRetried retried)
    {
        if (!_tickets.TryGetValue(retried.Seq, out var sent))
            return;
        Context.Parent.Tell(retried with { Seq = sent.Placing.Request.Seq });
        if (retried.Delay > Patience)
            Rest(sent.Host, Now + retried.Delay, retried.Error.Message);
    }

    private void Waits(HostWaits waits)
    {
        // That it goes on is told also where nothing is asked of it any more; how long it rests it has said before.
        if (waits.Until is { } until)
            Rest(_hosts.Single(host => host.Backend == waits.Backend), until, $"it lets nothing begin before {until:u}");
        var first = _hosts.MinBy(host => host.RestsUntil)!;
        Context.Parent.Tell(new HostWaits(first.Backend, first.RestsUntil > Now ? first.RestsUntil : null));
    }

    private void Rest(HostState host, DateTimeOffset until, string why)
    {
        host.Rest(until);
        Leave(host, why);
        WakeLater();
    }

    // When the next host has rested, what is on its way to others that do may go there.
    private void WakeLater()
    {
        var now = Now;
        if (_hosts.Where(host => host.RestsUntil > now).MinBy(host => host.RestsUntil) is { } next)
            Timers.StartSingleTimer(WakeTimer, Wake.Instance, next.RestsUntil - now < LongestTimer ? next.RestsUntil - now : LongestTimer);
    }

    // What is on its way to a host that rests goes elsewhere, where it may, or nowhere, where it can do without.
    private void Leave(HostState host, string why)
    {
        foreach (var (ticket, (placing, at)) in _tickets.Where(sent => sent.Value.Host == host).ToList())
        {
            if (!(placing.Request.Least < placing.Request.Copies && placing.CanDoWithout(host)) && !_hosts.Exists(other => other != at && other.RestsUntil <= Now && placing.MayGoTo(other) && _shares.Allows(placing.Request.Group, other.Backend, evenly: false)))
                continue;
            if (_leaving.Add(ticket))
                _uploads.Tell(new CancelHostJobs(_transferId, ticket));
            PassOver(host, why);
        }
    }

    private void PassOver(HostState host, string why)
    {
        if (host.IsTold || _hosts.Count == 1)
            return;
        host.IsTold = true;
        Context.Parent.Tell(new HostPassedOver(host.Backend.Properties.Name, why));
    }

    private void Claim(ClaimPlace claim)
    {
        var granted = _shares.Allows(claim.Group, claim.Host, evenly: false);
        if (granted)
            _shares.Take(claim.Group, claim.Host);
        Sender.Tell(new PlaceClaimed(claim.Seq, granted));
    }

    private sealed class Wake : IDeadLetterSuppression
    {
        public static readonly Wake Instance = new();
    }
}
