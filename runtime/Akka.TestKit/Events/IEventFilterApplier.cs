using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>Expects or mutes the log entries that some filters match, while an action runs. An expectation waits after
/// the action for what is missing: for the given time, dilated, or for <c>akka.test.filter-leeway</c>; more than were
/// expected fail it too, and with none expected it watches for the whole time.</summary>
public interface IEventFilterApplier
{
    /// <summary>Adds a filter: an entry counts that any of them matches.</summary>
    EventFilterFactory And { get; }

    /// <summary>Mutes until the result is disposed of.</summary>
    IUnmutableFilter Mute();

    /// <summary>Expects one entry while an action runs.</summary>
    void ExpectOne(Action action, CancellationToken cancellationToken = default) => Run(1, null, action, cancellationToken);
    void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) => Run(1, timeout, action, cancellationToken);
    T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) =>
        TestKitBase.Block(() => RunAsync(1, null, () => Task.FromResult(func()), cancellationToken));
    Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        RunAsync(1, null, actionAsync.Returning(), cancellationToken);
    Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) => RunAsync(1, null, func, cancellationToken);

    /// <summary>Expects a number of entries while an action runs.</summary>
    void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) => Run(expectedCount, null, action, cancellationToken);
    void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Run(expectedCount, timeout, action, cancellationToken);
    Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        RunAsync(expectedCount, null, actionAsync.Returning(), cancellationToken);
    Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        RunAsync(expectedCount, timeout, action.Returning(), cancellationToken);

    /// <summary>Mutes the entries while an action runs.</summary>
    void Mute(Action action, CancellationToken cancellationToken = default) => Run(null, null, action, cancellationToken);
    Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default) => RunAsync(null, null, action.Returning(), cancellationToken);

    private void Run(int? expected, TimeSpan? timeout, Action action, CancellationToken cancel) =>
        TestKitBase.Block(() => RunAsync(expected, timeout, action.Async().Returning(), cancel));

    /// <summary>Every form comes down to this; without a number it only mutes.</summary>
    internal Task<T> RunAsync<T>(int? expected, TimeSpan? timeout, Func<Task<T>> action, CancellationToken cancel);
}

/// <summary>A mute that is in force until it is disposed of.</summary>
public interface IUnmutableFilter : IDisposable;
