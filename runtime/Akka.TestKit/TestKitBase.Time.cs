using System.Diagnostics;
using Akka.TestKit.Internal;
using Xunit;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    private TimeSpan? _end;
    private bool _sawSilence;

    /// <summary>The time of expectations: since some fixed point, never going back.</summary>
    internal static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>What is left of the innermost Within.</summary>
    /// <exception cref="InvalidOperationException">This is outside of any Within.</exception>
    public TimeSpan Remaining => _end is { } end ? Left(end) : throw new InvalidOperationException("Remaining may not be called outside of \"within\"");

    /// <summary>What is left of the innermost Within; outside, the default of an expectation, dilated.</summary>
    public TimeSpan RemainingOrDefault => _end is { } end ? Left(end) : Dilated(TestKitSettings.SingleExpectDefault);

    /// <summary>A time on this machine: multiplied by <c>akka.test.timefactor</c>.</summary>
    public TimeSpan Dilated(TimeSpan duration) => duration * TestKitSettings.TestTimeFactor;

    /// <summary>A given time, dilated; without one, <see cref="RemainingOrDefault"/>.</summary>
    /// <exception cref="ArgumentException">It is infinite.</exception>
    private TimeSpan RemainingOrDilated(TimeSpan? duration) => duration switch
    {
        null => RemainingOrDefault,
        { } time when time < TimeSpan.Zero => throw new ArgumentException("max duration cannot be infinite", nameof(duration)),
        { } time => Dilated(time),
    };

    /// <summary>Runs a block that must end in time, or an epsilon later; the expectations in it wait no longer than what is left.</summary>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must take some time and end in time.</summary>
    public void Within(TimeSpan min, TimeSpan max, Action action, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var outer = Enter(min, max, out var start, out var limit);
        try
        {
            action();
            CheckTime(start, min, limit, hint, epsilonValue);
        }
        finally
        {
            _end = outer;
        }
    }

    /// <summary>Runs a block that must end in time, for its result.</summary>
    public async Task<T> WithinAsync<T>(TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        var outer = Enter(TimeSpan.Zero, max, out var start, out var limit);
        try
        {
            var result = await function().WaitAsync(cancellationToken);
            CheckTime(start, TimeSpan.Zero, limit, null, epsilonValue);
            return result;
        }
        finally
        {
            _end = outer;
        }
    }

    private static TimeSpan Left(TimeSpan end) => end - Now is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Begins a Within, which can't last longer than the one around it; returns that one's end.</summary>
    private TimeSpan? Enter(TimeSpan min, TimeSpan max, out TimeSpan start, out TimeSpan limit)
    {
        if (min < TimeSpan.Zero || max <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(max), max, "a Within takes positive, finite times");
        start = Now;
        var outer = _end;
        limit = Dilated(max);
        if (outer is { } end && end - start < limit)
            limit = end - start;
        if (limit < min)
            Assert.Fail($"Remaining time {limit} not enough to run with min time {min}");
        _end = start + limit;
        _sawSilence = false;
        return outer;
    }

    /// <summary>A block that ended by watching for silence took its whole time, so it can't have taken too long.</summary>
    private void CheckTime(TimeSpan start, TimeSpan min, TimeSpan limit, string? hint, TimeSpan? epsilon)
    {
        var took = Now - start;
        var prefix = hint is null ? "" : $"{hint}: ";
        if (took < min)
            Assert.Fail($"{prefix}Failed: Block took {took}, should have at least been {min}");
        if (!_sawSilence && took > limit + epsilon.GetValueOrDefault())
            Assert.Fail($"{prefix}Failed: Block took {took}, exceeding {limit}");
    }
}
