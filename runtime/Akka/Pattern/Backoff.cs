namespace Akka.Pattern;

/// <summary>Starts a child again after ever longer pauses, up to <c>max</c> times a random factor.</summary>
public static class Backoff
{
    /// <summary>Pauses after the child failed; a child that stops by itself takes the supervisor with it.</summary>
    public static BackoffOptions OnFailure(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new(true, childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries);

    /// <summary>Pauses after the child stopped. A child that fails is restarted at once, unless the strategy stops it.</summary>
    public static BackoffOptions OnStop(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new(false, childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries);
}

/// <summary>How a <see cref="BackoffSupervisor"/> works; every method makes a changed copy.</summary>
public sealed record class BackoffOptions
{
    internal BackoffOptions(
        bool onFailure, Props childProps, string childName, TimeSpan min, TimeSpan max, double randomFactor, int maxNrOfRetries)
    {
        if (min <= TimeSpan.Zero || max < min || randomFactor is < 0 or > 1)
            throw new ArgumentException($"back-off needs 0 < min <= max and a random factor from 0 to 1, not {min}, {max}, {randomFactor}", nameof(min));
        (OnFailure, ChildProps, ChildName, Min, Max, RandomFactor) = (onFailure, childProps, childName, min, max, randomFactor);
        (MaxNrOfRetries, AutoReset) = (maxNrOfRetries, min);
    }

    internal bool OnFailure { get; }

    internal Props ChildProps { get; }

    internal string ChildName { get; }

    internal TimeSpan Min { get; }

    internal TimeSpan Max { get; }

    internal double RandomFactor { get; }

    internal int MaxNrOfRetries { get; }

    internal IDecider Decider { get; private init; } = SupervisorStrategy.DefaultDecider;

    internal TimeSpan? AutoReset { get; private init; }

    internal object? Reply { get; private init; }

    internal Func<object, bool>? IsFinal { get; private init; }

    /// <summary>Counts from zero again on <see cref="BackoffSupervisor.Reset"/> only.</summary>
    public BackoffOptions WithManualReset() => this with { AutoReset = null };

    /// <summary>Stops the child when it fails, whatever the failure.</summary>
    public BackoffOptions WithDefaultStoppingStrategy() => this with { Decider = SupervisorStrategy.StoppingStrategy.Decider };

    /// <summary>Answers messages that come while the child is down, in place of the dead letters.</summary>
    public BackoffOptions WithReplyWhileStopped(object replyWhileStopped) => this with { Reply = replyWhileStopped };

    /// <summary>Names the message after which the end of the child is the end of the supervisor.</summary>
    public BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage) => this with { IsFinal = isFinalStopMessage };
}
