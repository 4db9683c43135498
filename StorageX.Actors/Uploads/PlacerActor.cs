using Akka.Actor;
using StorageX.Backends;
using StorageX.Backends.Pools;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>
/// Chooses the hosts of a pool for the images of one upload: of those that the policy allows, the one that is free soonest. What a host does not
/// take, or lets wait for long, goes to another, as long as the policy is kept.
/// </summary>
internal sealed class PlacerActor : ReceiveActor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly string _transferId;
    private readonly IActorRef _uploads;
    private readonly List<HostState> _hosts;
    private readonly GroupShares _shares;
    private readonly Dictionary<int, (Placing Placing, HostState Host)> _tickets = [];
    private readonly Dictionary<Placing, IActorRef> _askers = [];
    private readonly Dictionary<IActorRef, HostState> _routers = [];
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
            foreach (var placing in _askers.Keys.ToList())
                Settle(placing);
        });
    }

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    private void SendOn(Placing placing)
    {
        while (!_ended && placing.Error is null && placing.Missing > 0)
        {
            if (Choose(placing) is not { } host)
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
        _routers[Sender] = host;
        host.UnderWay--;
        placing.UnderWay.Remove(host);
        handle(placing, host);
        SendOn(placing);
    }

    private void Failed(Placing placing, HostState host, BackendException error)
    {
        _shares.Release(placing.Request.Group, host.Backend);
        host.Failed(error.Kind, Now);
        placing.Failed.Add(host);
        placing.Failure = error;
        if (host.RestsUntil > Now)
            PassOver(host, error.Message);
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
        _routers[Sender] = sent.Host;
        Context.Parent.Tell(retried with { Seq = sent.Placing.Request.Seq });
        if (retried.Delay > Patience)
            Leave(sent.Host, Now + retried.Delay, retried.Error.Message);
    }

    private void Waits(HostWaits waits)
    {
        if (!_routers.TryGetValue(Sender, out var host))
            return;
        if (waits.Until is { } until)
            Leave(host, until, "it lets nothing begin before");
        else
            host.Rest(default);
        DateTimeOffset? all = _hosts.TrueForAll(other => other.RestsUntil > Now) ? _hosts.Min(other => other.RestsUntil) : null;
        Context.Parent.Tell(new HostWaits(all));
    }

    // What is on its way to a host that rests goes elsewhere, where it may.
    private void Leave(HostState host, DateTimeOffset until, string why)
    {
        host.Rest(until);
        foreach (var (ticket, (placing, at)) in _tickets.Where(sent => sent.Value.Host == host).ToList())
        {
            if (!_hosts.Exists(other => other != at && other.RestsUntil <= Now && placing.MayGoTo(other) && _shares.Allows(placing.Request.Group, other.Backend, evenly: false)))
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
}
