using Xunit;
using Xunit.Sdk;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Expects a message of a type as the next one.</summary>
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(duration, hint, null, cancellationToken);
    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(duration, hint, null, cancellationToken);

    /// <summary>Expects a message equal to a given one as the next one.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, (actual, _) => Assert.Equal(message, actual), cancellationToken);
    public ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, (actual, _) => Assert.Equal(message, actual), cancellationToken);

    /// <summary>Expects a message of a type that a function accepts as the next one.</summary>
    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, (actual, _) => Accept(isMessage(actual), actual, hint), cancellationToken);
    public ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, (actual, _) => Accept(isMessage(actual), actual, hint), cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, (actual, _) => assert(actual), cancellationToken);

    /// <summary>Expects a message of a type that a function accepts with its sender as the next one.</summary>
    public T ExpectMsg<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, (actual, sender) => Accept(isMessageAndSender(actual, sender), actual, hint), cancellationToken);
    private T Expect<T>(TimeSpan? timeout, string? hint, Action<T, IActorRef>? check, CancellationToken cancel)
    {
        var limit = RemainingOrDilated(timeout);
        return Check(Take(limit, cancel), limit, hint, check);
    }

    private async ValueTask<T> ExpectAsync<T>(TimeSpan? timeout, string? hint, Action<T, IActorRef>? check, CancellationToken cancel)
    {
        var limit = RemainingOrDilated(timeout);
        return Check(await TakeAsync(limit, cancel), limit, hint, check);
    }

    private T Check<T>(MessageEnvelope? envelope, TimeSpan limit, string? hint, Action<T, IActorRef>? check)
    {
        if (envelope is null)
            throw FailException.ForFailure($"Failed: Timeout {limit} while waiting for a message of type {typeof(T)} {hint}");
        if (envelope.Message is not T message)
            throw FailException.ForFailure($"Failed: Expected a message of type {typeof(T)}, but received {envelope} of type {envelope.Message.GetType()} {hint}");
        check?.Invoke(message, envelope.Sender);
        return message;
    }

    private void Accept(bool accepted, object? actual, string? hint) =>
        Assert.True(accepted, $"Failed: The message {actual} is not the expected one. {hint}");
}
