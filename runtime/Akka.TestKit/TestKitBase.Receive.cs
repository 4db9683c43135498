using System.Runtime.CompilerServices;
using Xunit;
using Xunit.Sdk;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Takes the next message, or null when the time is over; it is not dilated, and a negative time never ends.</summary>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) => Take(max ?? RemainingOrDefault, cancellationToken)?.Message;
    public async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await TakeAsync(max ?? RemainingOrDefault, cancellationToken))?.Message;

    /// <summary>Takes a number of messages, all of which must come in what is left of the time.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        TakeN(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <summary>Takes a number of messages, all of which must come in time.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        TakeN(numberOfMessages, RemainingOrDilated(max), cancellationToken);

    /// <summary>Takes a number of messages, all of which must come in what is left of the time.</summary>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        TakeNAsync(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <summary>Takes messages as long as a function makes something of them; the first of which it makes null stays.
    /// Waits no longer for one than the idle time.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, CancellationToken cancellationToken = default)
        where T : class
    {
        var end = Now + RemainingOrDilated(max);
        var taken = new List<T>();
        var last = _last;
        while (taken.Count < msgs && _inbox.Peek(idle is { } pause && pause < Left(end) ? pause : Left(end), cancellationToken) is { } next && filter(next.Message) is { } made)
        {
            _inbox.Take(TimeSpan.Zero, cancellationToken);
            last = next;
            taken.Add(made);
        }
        _last = last;
        _sawSilence = true;
        return taken;
    }

    /// <summary>Drops messages until one comes that a function accepts, and takes it.</summary>
    public object FishForMessage(Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        for (var end = Now + limit; Take(Left(end), cancellationToken) is { } next;)
        {
            if (isMessage(next.Message))
                return next.Message;
        }
        throw FailException.ForFailure($"Timeout ({limit}) during fishForMessage, hint: {hint}");
    }

    /// <summary>Drops messages until one comes that a function accepts, and takes it.</summary>
    public ValueTask<object> FishForMessageAsync(Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    /// <summary>Drops messages until one of a type comes that a function accepts, and takes it.</summary>
    public async ValueTask<T> FishForMessageAsync<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        for (var end = Now + limit; await TakeAsync(Left(end), cancellationToken) is { } next;)
        {
            if (next.Message is T message && isMessage(message))
                return message;
        }
        throw FailException.ForFailure($"Timeout ({limit}) during fishForMessage, hint: {hint}");
    }

    private MessageEnvelope? Take(TimeSpan max, CancellationToken cancel)
    {
        _sawSilence = false;
        return _last = _inbox.Take(max, cancel);
    }

    private async ValueTask<MessageEnvelope?> TakeAsync(TimeSpan max, CancellationToken cancel)
    {
        _sawSilence = false;
        return _last = await _inbox.TakeAsync(max, cancel);
    }

    private List<object> TakeN(int count, TimeSpan max, CancellationToken cancel)
    {
        var taken = new List<object>();
        for (var end = Now + max; taken.Count < count;)
            taken.Add(Take(Left(end), cancel)?.Message ?? throw TooFew(count, taken.Count, max));
        return taken;
    }

    private async IAsyncEnumerable<object> TakeNAsync(int count, TimeSpan max, [EnumeratorCancellation] CancellationToken cancel)
    {
        var end = Now + max;
        for (var i = 0; i < count; i++)
            yield return (await TakeAsync(Left(end), cancel))?.Message ?? throw TooFew(count, i, max);
    }

    private static FailException TooFew(int expected, int received, TimeSpan max) =>
        FailException.ForFailure($"Timeout ({max}) while expecting {expected} messages. Only got {received}.");
}
