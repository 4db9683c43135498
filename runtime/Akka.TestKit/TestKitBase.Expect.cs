using System.Runtime.CompilerServices;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Expects the notice of an actor's end, which must have been watched, as the next message.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<Terminated>(timeout, hint, (terminated, _) => _assertions.AssertEqual(target, terminated.ActorRef, hint ?? ""), cancellationToken);
    public ValueTask<Terminated> ExpectTerminatedAsync(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<Terminated>(timeout, hint, (terminated, _) => _assertions.AssertEqual(target, terminated.ActorRef, hint ?? ""), cancellationToken);

    /// <summary>Expects no message in what is left of a Within, or for 3 s.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) => ExpectSilence(NoMessageRemainingOrDefault, cancellationToken);

    /// <summary>Expects no message for a time.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) => ExpectSilence(Dilated(duration), cancellationToken);
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>Expects no message in what is left of a Within, or for 3 s.</summary>
    public ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) => ExpectSilenceAsync(NoMessageRemainingOrDefault, cancellationToken);

    /// <summary>Expects no message for a time.</summary>
    public ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) => ExpectSilenceAsync(Dilated(duration), cancellationToken);
    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>Expects one of several messages as the next one.</summary>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        Expect<T>(null, null, (actual, _) => Accept(messages.Contains(actual), actual, null), cancellationToken);
    public ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(null, null, (actual, _) => Accept(messages.Contains(actual), actual, null), cancellationToken);

    /// <summary>Expects several messages as the next ones, in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => CheckAll(messages, TakeN(messages.Length, RemainingOrDefault, default));

    /// <summary>Expects several messages as the next ones, in any order and in time.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) => CheckAll(messages, TakeN(messages.Length, Dilated(max), default));

    /// <summary>Expects several messages as the next ones, in any order.</summary>
    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(RemainingOrDefault, messages, cancellationToken);

    /// <summary>Expects several messages as the next ones, in any order and in time.</summary>
    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(Dilated(max), messages, cancellationToken);

    private async IAsyncEnumerable<T> AllOfAsync<T>(TimeSpan max, IReadOnlyCollection<T> messages, [EnumeratorCancellation] CancellationToken cancel)
    {
        var taken = new List<object>();
        await foreach (var message in TakeNAsync(messages.Count, max, cancel))
            taken.Add(message);
        foreach (var message in CheckAll(messages, taken))
            yield return message;
    }

    private List<T> CheckAll<T>(IReadOnlyCollection<T> expected, List<object> actual)
    {
        var missing = expected.ToList();
        var unexpected = actual.FindAll(message => message is not T typed || !missing.Remove(typed));
        if (missing.Count > 0)
            _assertions.Fail($"not found [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}]");
        return [.. actual.Cast<T>()];
    }

    private void ExpectSilence(TimeSpan time, CancellationToken cancel)
    {
        var start = Now;
        CheckSilence(Take(time, cancel), start, time);
    }

    private async ValueTask ExpectSilenceAsync(TimeSpan time, CancellationToken cancel)
    {
        var start = Now;
        CheckSilence(await TakeAsync(time, cancel), start, time);
    }

    private void CheckSilence(MessageEnvelope? envelope, TimeSpan start, TimeSpan time)
    {
        if (envelope is not null)
            _assertions.Fail($"Failed: Expected no messages during {time}, instead we received {envelope} after {Now - start}");
        _sawSilence = true;
    }
}
