using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using StorageX.Buffers;
using StorageX.Pacing;
using StorageX.Uploads;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Specs.Transfers;

/// <summary>Routers of uploads on virtual time, over a host that answers as the spec says.</summary>
public abstract class RouterSpecBase() : TestKit(ConfigurationFactory.ParseString(
    """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """))
{
    private protected ManualBackend Host { get; } = new();

    private protected TestScheduler Time => (TestScheduler)Sys.Scheduler;

    private protected IActorRef Router(PaceSettings settings) => Sys.ActorOf(UploadRouter.Of(settings));

    private protected StoreImage Store(int seq, string transfer = "one") => new(Host, transfer, seq, PooledBytes.CopyOf([(byte)seq]));

    /// <summary>Waits until a router has handled everything it was sent before.</summary>
    private protected static async Task Handled(IActorRef router) => await router.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(30));
}
