using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>Every form comes down to <see cref="RunAsync"/>.</summary>
internal sealed class EventFilterApplier(TestKitBase kit, ActorSystem system, IReadOnlyList<EventFilter> filters) : IEventFilterApplier
{
    public EventFilterFactory And => new(kit, system, filters);

    public IUnmutableFilter Mute() => new Muted(system, filters);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) =>
        TestKitBase.Block(() => RunAsync(1, null, action.Async().Returning(), cancellationToken));

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        TestKitBase.Block(() => RunAsync(1, timeout, action.Async().Returning(), cancellationToken));

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        TestKitBase.Block(() => RunAsync(expectedCount, null, action.Async().Returning(), cancellationToken));

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        TestKitBase.Block(() => RunAsync(expectedCount, timeout, action.Async().Returning(), cancellationToken));

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) =>
        TestKitBase.Block(() => RunAsync(1, null, () => Task.FromResult(func()), cancellationToken));

    public T ExpectOne<T>(TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        TestKitBase.Block(() => RunAsync(1, timeout, () => Task.FromResult(func()), cancellationToken));

    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default) =>
        TestKitBase.Block(() => RunAsync(expectedCount, null, () => Task.FromResult(func()), cancellationToken));

    public T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        TestKitBase.Block(() => RunAsync(expectedCount, timeout, () => Task.FromResult(func()), cancellationToken));

    public T Mute<T>(Func<T> func, CancellationToken cancellationToken = default) =>
        TestKitBase.Block(() => RunAsync(null, null, () => Task.FromResult(func()), cancellationToken));

    public void Mute(Action action, CancellationToken cancellationToken = default) =>
        TestKitBase.Block(() => RunAsync(null, null, action.Async().Returning(), cancellationToken));

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        RunAsync(1, null, actionAsync.Returning(), cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        RunAsync(1, timeout, action.Returning(), cancellationToken);

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        RunAsync(expectedCount, null, actionAsync.Returning(), cancellationToken);

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, TimeSpan? timeout, CancellationToken cancellationToken = default) =>
        RunAsync(expectedCount, timeout, actionAsync.Returning(), cancellationToken);

    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        RunAsync(expectedCount, timeout, action.Returning(), cancellationToken);

    public Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        RunAsync(1, null, func, cancellationToken);

    public Task<T> ExpectOneAsync<T>(TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        RunAsync(1, timeout, func, cancellationToken);

    public Task<T> ExpectAsync<T>(int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        RunAsync(expectedCount, null, func, cancellationToken);

    public Task<T> ExpectAsync<T>(int expectedCount, TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        RunAsync(expectedCount, timeout, func, cancellationToken);

    public Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        RunAsync(null, null, func, cancellationToken);

    public Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default) =>
        RunAsync(null, null, action.Returning(), cancellationToken);

    private async Task<T> RunAsync<T>(int? expected, TimeSpan? timeout, Func<Task<T>> action, CancellationToken cancel)
    {
        var count = 0;
        void Matched() => Interlocked.Increment(ref count);
        using var muted = new Muted(system, filters);
        foreach (var filter in filters)
            filter.Subscribe(Matched);
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
                filter.Unsubscribe(Matched);
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

        public void Unmute() => _system.EventStream.Publish(new Unmute(_filters));

        public void Dispose() => Unmute();
    }
}
