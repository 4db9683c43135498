using System.Runtime.CompilerServices;
using Xunit;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Expects the notice of an actor's end, which must have been watched, as the next message.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<Terminated>(timeout, hint, (terminated, _) => Assert.Equal(target, terminated.ActorRef), cancellationToken);
    public ValueTask<Terminated> ExpectTerminatedAsync(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<Terminated>(timeout, hint, (terminated, _) => Assert.Equal(target, terminated.ActorRef), cancellationToken);

    /// <summary>Expects no message in what is left of a Within, or for 3 s.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) => ExpectSilence(_end is { } end ? Left(end) : Dilated(TestKitSettings.ExpectNoMessageDefault), cancellationToken);

    /// <summary>Expects no message for a time.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) => ExpectSilence(Dilated(duration), cancellationToken);
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>Expects no message for a time.</summary>
    public ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) => ExpectSilenceAsync(Dilated(duration), cancellationToken);
    public ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(null, null, (actual, _) => Accept(messages.Contains(actual), actual, null), cancellationToken);

    /// <summary>Expects several messages as the next ones, in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => CheckAll(messages, TakeN(messages.Length, RemainingOrDefault, default));

    private List<T> CheckAll<T>(IReadOnlyCollection<T> expected, List<object> actual)
    {
        var missing = expected.ToList();
        var unexpected = actual.FindAll(message => message is not T typed || !missing.Remove(typed));
        if (missing.Count > 0)
            Assert.Fail($"not found [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}]");
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
            Assert.Fail($"Failed: Expected no messages during {time}, instead we received {envelope} after {Now - start}");
        _sawSilence = true;
    }
}
