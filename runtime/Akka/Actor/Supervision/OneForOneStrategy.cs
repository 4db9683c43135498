namespace Akka.Actor;

/// <summary>Deals with the child that failed and leaves its siblings alone.</summary>
public class OneForOneStrategy : SupervisorStrategy
{
    /// <summary>Sets limits.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed; null or -1 for any number, 0 for none.</param>
    /// <param name="withinTimeRange">In which time; null for the child's whole life.</param>
    /// <param name="localOnlyDecider">Maps failures to directives.</param>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, (int?)withinTimeRange?.TotalMilliseconds ?? -1, localOnlyDecider)
    {
    }

    /// <summary>Sets limits.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed; -1 for any number, 0 for none.</param>
    /// <param name="withinTimeMilliseconds">In which time; -1 for the child's whole life.</param>
    /// <param name="localOnlyDecider">Maps failures to directives.</param>
    /// <param name="loggingEnabled">Whether failures are logged.</param>
    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : base(maxNrOfRetries, withinTimeMilliseconds, localOnlyDecider, loggingEnabled)
    {
    }

    /// <summary>Without limits.</summary>
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }
}

/// <summary>Does to all children what the failure of one calls for.</summary>
public class AllForOneStrategy : SupervisorStrategy
{
    /// <summary>Without limits.</summary>
    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : base(-1, -1, localOnlyDecider, loggingEnabled: true)
    {
    }

    private protected override IEnumerable<ChildStats> Concerned(ChildStats failed, IReadOnlyCollection<ChildStats> all) => all;
}
