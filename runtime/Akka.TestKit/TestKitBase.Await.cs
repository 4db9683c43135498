using System.Runtime.ExceptionServices;
using Akka.TestKit.Internal;
using Xunit;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Repeats an assertion, every 100 ms if no interval is given, until it holds; when the time is over it throws
    /// what the assertion threw last.</summary>
    public void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        Block(() => AwaitAssertAsync(assertion, duration, interval, cancellationToken));
    public Task AwaitAssertAsync(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        AwaitAssertAsync(assertion.Async(), duration, interval, cancellationToken);
    public async Task AwaitAssertAsync(Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        ExceptionDispatchInfo? last = null;
        var holds = await RepeatAsync(async () =>
        {
            try
            {
                await assertion();
                return true;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                last = ExceptionDispatchInfo.Capture(e);
                return false;
            }
        }, RemainingOrDilated(duration), interval, cancellationToken);
        if (!holds)
            last?.Throw();
    }

    /// <summary>Waits for a condition, which is tried every 100 ms if no interval is given.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        Block(() => AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken));
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default) =>
        Block(() => AwaitConditionAsync(conditionIsFulfilled, max, interval, message, cancellationToken));
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(() => Task.FromResult(conditionIsFulfilled()), max, interval, message, cancellationToken);
    public async Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        if (!await RepeatAsync(conditionIsFulfilled, limit, interval, cancellationToken))
            Assert.Fail($"Timeout {limit} expired while waiting for condition. {message}");
    }

    /// <summary>Tries once at least, and a last time when the time is over.</summary>
    private static async Task<bool> RepeatAsync(Func<Task<bool>> condition, TimeSpan max, TimeSpan? interval, CancellationToken cancel)
    {
        var end = Now + max;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var left = Left(end);
            if (await condition())
                return true;
            if (left == TimeSpan.Zero)
                return false;
            var pause = interval ?? DefaultInterval;
            await Task.Delay(pause < left ? pause : left, cancel);
        }
    }

    /// <summary>Waits until as many log entries were counted as were expected, and fails if they were more or fewer.</summary>
    internal async Task AwaitCountAsync(Func<int> count, int expected, TimeSpan max, string filters, CancellationToken cancel)
    {
        await RepeatAsync(() => Task.FromResult(count() >= Math.Max(1, expected)), max, TimeSpan.FromMilliseconds(10), cancel);
        var actual = count();
        if (actual < expected)
            Assert.Fail($"Timeout ({max}) while waiting for messages. Only received {actual}/{expected} messages that matched filter {filters}");
        if (actual > expected)
            Assert.Fail($"Received {actual - expected} too many. Expected {expected} but received {actual} that matched filter {filters}");
    }

    /// <summary>Waits for a task on the test's thread. The test's own synchronisation context may be waiting for just
    /// that thread, so what the task awaits goes on elsewhere.</summary>
    internal static T Block<T>(Func<Task<T>> start)
    {
        var context = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(ImplicitSender.Context());
            return start().GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static void Block(Func<Task> start) => Block(start.Returning());
}
