using Akka.Actor;
using StorageX.Backends;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Transfers;

/// <summary>The parent of the routers of one direction: one for each backend, made at its first request, shared by all transfers.</summary>
internal sealed class BackendManager : ReceiveActor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Dictionary<IImageBackend, IActorRef> _routers = [];

    /// <param name="router">How a backend's router is made.</param>
    public BackendManager(Func<IImageBackend, Props> router)
    {
        Receive<HostJob>(job => RouterOf(job.Backend.Paced, router).Forward(job));
        Receive<CancelHostJobs>(cancel =>
        {
            foreach (var child in _routers.Values)
                child.Forward(cancel);
        });
        Receive<TellHosts>(tell => _ = Task.WhenAll(_routers.Values.Select(child => child.Ask<HostStatus>(tell, Patience)))
            .PipeTo(Sender, success: hosts => new HostsTold(hosts)));
    }

    /// <summary>How one is made.</summary>
    /// <param name="router">How a backend's router is made.</param>
    public static Props Of(Func<IImageBackend, Props> router) => Props.Create(() => new BackendManager(router));

    protected override SupervisorStrategy SupervisorStrategy() => Supervision.RestartAlways();

    private IActorRef RouterOf(IImageBackend backend, Func<IImageBackend, Props> router)
    {
        if (!_routers.TryGetValue(backend, out var child))
        {
            var name = Uri.EscapeDataString(backend.Properties.Name);
            child = Context.Child(name).IsNobody() ? Context.ActorOf(router(backend), name) : Context.ActorOf(router(backend));
            _routers.Add(backend, child);
        }

        return child;
    }
}
