namespace Akka.Actor;

/// <summary>Does to all children what the failure of one calls for.</summary>
public class AllForOneStrategy : SupervisorStrategy
{
    /// <summary>Sets limits.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed; null or -1 for any number, 0 for none.</param>
    /// <param name="withinTimeRange">In which time; null for the child's whole life.</param>
    /// <param name="localOnlyDecider">Maps failures to directives.</param>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries, withinTimeRange, Actor.Decider.From(localOnlyDecider))
    {
    }

    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, (int?)withinTimeRange?.TotalMilliseconds ?? -1, decider)
    {
    }

    /// <summary>Sets limits.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed; -1 for any number, 0 for none.</param>
    /// <param name="withinTimeMilliseconds">In which time; -1 for the child's whole life.</param>
    /// <param name="localOnlyDecider">Maps failures to directives.</param>
    /// <param name="loggingEnabled">Whether failures are logged.</param>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, Actor.Decider.From(localOnlyDecider), loggingEnabled)
    {
    }

    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
        : base(maxNrOfRetries, withinTimeMilliseconds, decider, loggingEnabled)
    {
    }

    /// <summary>Without limits.</summary>
    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }

    public AllForOneStrategy(IDecider decider)
        : this(-1, -1, decider)
    {
    }

    /// <summary>Restarts allowed; -1 for any number.</summary>
    public int MaxNumberOfRetries => Retries;

    /// <summary>In which time; -1 for the child's whole life.</summary>
    public int WithinTimeRangeMilliseconds => Window;

    private protected override IEnumerable<ChildStats> Concerned(ChildStats failed, IReadOnlyCollection<ChildStats> all) => all;
}
