namespace Akka.Routing;

/// <summary>Lets a pool grow and shrink.</summary>
public abstract class Resizer
{
    /// <summary>The resizer of a deployment.</summary>
    /// <returns>The resizer, or null when it is not enabled.</returns>
    public static Resizer FromConfig(Config parentConfig) => parentConfig.GetConfig("resizer") is { } config && config.GetBoolean("enabled")
        ? DefaultResizer.FromConfig(config)
        : null!;

    /// <summary>Whether to look at the routees now.</summary>
    /// <returns>True to call <see cref="Resize"/>.</returns>
    public abstract bool IsTimeForResize(long messageCounter);

    /// <summary>Decides.</summary>
    /// <returns>How many to add; negative removes.</returns>
    public abstract int Resize(IEnumerable<Routee> currentRoutees);
}

/// <summary>Grows while all routees are busy, and shrinks while few are.</summary>
/// <param name="lower">The fewest routees.</param>
/// <param name="upper">The most routees.</param>
/// <param name="pressureThreshold">A routee is busy when this many messages wait; 0 when it works; 1 when it works and one waits.</param>
/// <param name="rampupRate">The part by which to grow.</param>
/// <param name="backoffThreshold">Shrinks when fewer than this part is busy; 0 for never.</param>
/// <param name="backoffRate">The part by which to shrink.</param>
/// <param name="messagesPerResize">Messages from one look to the next.</param>
public class DefaultResizer(
    int lower,
    int upper,
    int pressureThreshold = 1,
    double rampupRate = 0.2,
    double backoffThreshold = 0.3,
    double backoffRate = 0.1,
    int messagesPerResize = 10) : Resizer
{
    /// <summary>The resizer of a section <c>resizer</c>.</summary>
    public static new DefaultResizer FromConfig(Config resizerConfig) => new(
        resizerConfig.GetInt("lower-bound"),
        resizerConfig.GetInt("upper-bound"),
        resizerConfig.GetInt("pressure-threshold"),
        resizerConfig.GetDouble("rampup-rate"),
        resizerConfig.GetDouble("backoff-threshold"),
        resizerConfig.GetDouble("backoff-rate"),
        resizerConfig.GetInt("messages-per-resize"));

    public override bool IsTimeForResize(long messageCounter) => messageCounter % messagesPerResize == 0;

    public override int Resize(IEnumerable<Routee> currentRoutees)
    {
        var size = currentRoutees.Count();
        var busy = currentRoutees.Count(IsBusy);
        var change = busy >= size ? (int)Math.Ceiling(rampupRate * size)
            : backoffThreshold > 0 && backoffRate > 0 && size > 0 && (double)busy / size < backoffThreshold
                ? (int)Math.Floor(-1.0 * backoffRate * size)
                : 0;
        return Math.Clamp(size + change, lower, upper) - size;
    }

    private bool IsBusy(Routee routee) => routee is ActorRefRoutee { Actor: LocalActorRef { Cell: var cell } } && pressureThreshold switch
    {
        1 => cell.Mailbox.IsScheduled && cell.Mailbox.Count > 0,
        < 1 => cell.Mailbox.IsScheduled && cell.CurrentMessage != null,
        _ => cell.Mailbox.Count >= pressureThreshold,
    };
}
