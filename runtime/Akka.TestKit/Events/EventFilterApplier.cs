namespace Akka.TestKit;

/// <summary>Subscribes to some filters while an action runs.</summary>
internal sealed class EventFilterApplier(TestKitBase kit, IReadOnlyList<EventFilter> filters) : IEventFilterApplier
{
    public EventFilterFactory And => new(kit, filters);

    public IUnmutableFilter Mute() => new Muted(kit.Sys, filters);

    public async Task<T> RunAsync<T>(int? expected, TimeSpan? timeout, Func<Task<T>> action, CancellationToken cancel)
    {
        var count = 0;
        void Count() => Interlocked.Increment(ref count);
        using var muted = new Muted(kit.Sys, filters);
        foreach (var filter in filters)
            filter.Matched += Count;
        try
        {
            var result = await action();
            if (expected is { } number)
            {
                var limit = timeout is { } time ? kit.Dilated(time) : kit.TestKitSettings.TestEventFilterLeeway;
                await kit.AwaitCountAsync(() => Volatile.Read(ref count), number, limit, string.Join(", ", filters), cancel);
            }
            return result;
        }
        finally
        {
            foreach (var filter in filters)
                filter.Matched -= Count;
        }
    }

    private sealed class Muted : IUnmutableFilter
    {
        private readonly ActorSystem _system;
        private readonly IReadOnlyList<EventFilter> _filters;

        public Muted(ActorSystem system, IReadOnlyList<EventFilter> filters)
        {
            (_system, _filters) = (system, filters);
            system.EventStream.Publish(new Mute(filters));
        }

        public void Dispose() => _system.EventStream.Publish(new Unmute(_filters));
    }
}
