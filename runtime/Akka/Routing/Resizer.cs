namespace Akka.Routing;

/// <summary>Lets a pool grow while all routees are busy, and shrink while few are.</summary>
/// <param name="config">The section <c>resizer</c> of a deployment.</param>
internal sealed class Resizer(Config config)
{
    private readonly int _lower = config.GetInt("lower-bound");
    private readonly int _upper = config.GetInt("upper-bound");
    private readonly int _pressureThreshold = config.GetInt("pressure-threshold");
    private readonly double _rampupRate = config.GetDouble("rampup-rate");
    private readonly double _backoffThreshold = config.GetDouble("backoff-threshold");
    private readonly double _backoffRate = config.GetDouble("backoff-rate");
    private readonly int _messagesPerResize = config.GetInt("messages-per-resize");

    /// <summary>The resizer of a deployment, or null when it is not enabled.</summary>
    internal static Resizer? FromConfig(Config deployment) =>
        deployment.GetConfig("resizer") is { } config && config.GetBoolean("enabled") ? new Resizer(config) : null;

    /// <summary>Whether to look at the routees now.</summary>
    internal bool IsTimeForResize(long messageCounter) => messageCounter % _messagesPerResize == 0;

    /// <summary>How many to add; negative removes.</summary>
    internal int Resize(IActorRef[] routees)
    {
        var size = routees.Length;
        var busy = routees.Count(IsBusy);
        var change = busy >= size ? (int)Math.Ceiling(_rampupRate * size)
            : _backoffThreshold > 0 && _backoffRate > 0 && size > 0 && (double)busy / size < _backoffThreshold
                ? (int)Math.Floor(-1.0 * _backoffRate * size)
                : 0;
        return Math.Clamp(size + change, _lower, _upper) - size;
    }

    private bool IsBusy(IActorRef routee) => routee is LocalActorRef { Cell: var cell } && _pressureThreshold switch
    {
        1 => cell.Mailbox.IsScheduled && cell.Mailbox.Count > 0,
        < 1 => cell.Mailbox.IsScheduled && cell.CurrentMessage != null,
        _ => cell.Mailbox.Count >= _pressureThreshold,
    };
}
