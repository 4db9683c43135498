namespace Akka.TestKit.Internal;

/// <summary>Makes an actor the sender of what a test tells without one. The runtime keeps the actor in hand per thread,
/// so a test that awaits needs a context that puts it back on whichever thread the test goes on.</summary>
internal static class ImplicitSender
{
    public static void Set(IActorRef actor)
    {
        ActorCell.Current = ((LocalActorRef)actor).Cell;
        SynchronizationContext.SetSynchronizationContext(new KeepingContext(ActorCell.Current));
    }

    public static void Clear()
    {
        ActorCell.Current = null;
        if (SynchronizationContext.Current is KeepingContext)
            SynchronizationContext.SetSynchronizationContext(null);
    }

    /// <summary>A context for work that begins on this thread now.</summary>
    public static SynchronizationContext Context() => new KeepingContext(ActorCell.Current);

    private sealed class KeepingContext(ActorCell? cell) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => ThreadPool.QueueUserWorkItem(_ => Run(d, state));

        public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

        private void Run(SendOrPostCallback callback, object? state)
        {
            var (outerCell, outerContext) = (ActorCell.Current, Current);
            ActorCell.Current = cell;
            SetSynchronizationContext(this);
            try
            {
                callback(state);
            }
            finally
            {
                ActorCell.Current = outerCell;
                SetSynchronizationContext(outerContext);
            }
        }
    }
}
