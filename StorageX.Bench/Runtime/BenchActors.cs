using Akka.Actor;

namespace StorageX.Bench.Runtime;

/// <summary>The one message.</summary>
internal sealed class Token
{
    internal static readonly Token Instance = new();
}

internal sealed class Counter : ReceiveActor
{
    public Counter(int left, TaskCompletionSource done) => Receive<Token>(_ =>
    {
        if (--left == 0)
        {
            done.SetResult();
        }
    });
}

internal sealed class RingMember : ReceiveActor
{
    private IActorRef _next;

    public RingMember(IActorRef next, TaskCompletionSource done)
    {
        _next = next;
        Receive<int>(left =>
        {
            if (left == 0)
            {
                done.SetResult();
            }
            else
            {
                _next.Tell(left - 1);
            }
        });
        Receive<IActorRef>(other => _next = other);
    }
}

internal sealed class Echo : ReceiveActor
{
    public Echo() => ReceiveAny(message => Sender.Tell(message));
}

internal sealed class ShortLived(Func<int> leave, TaskCompletionSource done) : ReceiveActor
{
    protected override void PostStop()
    {
        if (leave() == 0)
        {
            done.SetResult();
        }
    }
}
