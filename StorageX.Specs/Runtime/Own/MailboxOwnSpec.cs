using Akka.Actor;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime.Own;

public sealed class MailboxOwnSpec : TestKit
{
    private int _handled;

    /// <summary>A byte a message leaves room for the thread pool's own queue, and none for anything a message.</summary>
    [Fact]
    public void A_steady_flow_of_messages_allocates_nothing_beyond_them()
    {
        const int Bursts = 2000;
        const int Burst = 100;
        var message = new object();
        var actor = Sys.ActorOf(Props.Create(() => new Counting(() => Interlocked.Increment(ref _handled))));
        Send(actor, message, Bursts / 10, Burst);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Send(actor, message, Bursts, Burst);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, Bursts * Burst);
    }

    private void Send(IActorRef actor, object message, int bursts, int burst)
    {
        for (var i = 0; i < bursts; i++)
        {
            Volatile.Write(ref _handled, 0);
            for (var j = 0; j < burst; j++)
            {
                actor.Tell(message, ActorRefs.NoSender);
            }

            for (var spin = default(SpinWait); Volatile.Read(ref _handled) < burst;)
            {
                spin.SpinOnce();
            }
        }
    }

    private sealed class Counting : ReceiveActor
    {
        public Counting(Action count) => ReceiveAny(_ => count());
    }
}
