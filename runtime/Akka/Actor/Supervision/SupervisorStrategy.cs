namespace Akka.Actor;

/// <summary>How an actor deals with failing children.</summary>
public abstract class SupervisorStrategy
{
    /// <summary>Stops a child that cannot start, was killed or broke a death pact; restarts it for anything else.</summary>
    public static IDecider DefaultDecider = Actor.Decider.From(cause =>
        cause is ActorInitializationException or ActorKilledException or DeathPactException ? Directive.Stop : Directive.Restart);

    /// <summary>One for one, without limit, by <see cref="DefaultDecider"/>.</summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    /// <summary>Stops every child that fails.</summary>
    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);

    private readonly IDecider _decider;

    private protected SupervisorStrategy(int retries, int window, IDecider decider, bool loggingEnabled) =>
        (Retries, Window, _decider, LoggingEnabled) = (retries, window, decider, loggingEnabled);

    /// <summary>Maps failures to directives.</summary>
    public virtual IDecider Decider => _decider;

    /// <summary>Whether failures are logged.</summary>
    protected bool LoggingEnabled { get; set; }

    private protected int Retries { get; }

    private protected int Window { get; }

    /// <summary>Carries out the decision about one failure.</summary>
    /// <returns>False to escalate.</returns>
    internal bool HandleFailure(ActorCell cell, IInternalActorRef child, Exception cause, ChildStats stats, IReadOnlyCollection<ChildStats> children)
    {
        Directive directive;
        try
        {
            directive = Handle(child, cause);
        }
        catch
        {
            // The supervisor fails with what its decider threw; the child's failure must not be lost with it.
            LogFailure(cell, child, cause, Directive.Stop);
            throw;
        }

        LogFailure(cell, child, cause, directive);
        switch (directive)
        {
            case Directive.Escalate:
                return false;
            case Directive.Resume:
                child.Resume(cause);
                return true;
            default:
                Apply(cell, directive == Directive.Restart, stats, cause, children);
                return true;
        }
    }

    /// <summary>The child that failed, and those that share its fate.</summary>
    private protected virtual IEnumerable<ChildStats> Concerned(ChildStats failed, IReadOnlyCollection<ChildStats> all) => [failed];

    /// <summary>Restarts all whom the failure concerns, or stops them all, as soon as one may not be restarted.</summary>
    private void Apply(ActorCell cell, bool restart, ChildStats failed, Exception cause, IReadOnlyCollection<ChildStats> all)
    {
        var concerned = Concerned(failed, all);
        var allowed = restart && concerned.All(each => each.RequestRestartPermission(Retries, Window));
        foreach (var each in concerned)
        {
            if (!allowed)
            {
                cell.Stop(each.Child);
                continue;
            }

            if (each != failed)
                each.Child.Suspend();

            each.Child.Restart(cause);
        }
    }

    /// <summary>Decides.</summary>
    protected virtual Directive Handle(IActorRef child, Exception exception) => Decider.Decide(exception);

    /// <summary>Logs a failure: an error when the child is restarted or stopped, a warning when it resumes, nothing when it is escalated.</summary>
    protected virtual void LogFailure(IActorContext context, IActorRef child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled || directive == Directive.Escalate)
            return;

        var message = cause is ActorInitializationException { InnerException: { } inner } ? inner.Message : cause.Message;
        var path = child.Path.ToString();
        context.System.EventStream.Publish(directive == Directive.Resume
            ? new Warning(cause, path, GetType(), message)
            : new Error(cause, path, GetType(), message));
    }
}

/// <summary>Makes the strategy of the guardian of <c>/user</c>; named in <c>akka.actor.guardian-supervisor-strategy</c>.</summary>
public abstract class SupervisorStrategyConfigurator
{
    /// <summary>Makes the strategy.</summary>
    public abstract SupervisorStrategy Create();
}

/// <summary>Makes <see cref="SupervisorStrategy.DefaultStrategy"/>.</summary>
public class DefaultSupervisorStrategy : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => SupervisorStrategy.DefaultStrategy;
}

/// <summary>Makes <see cref="SupervisorStrategy.StoppingStrategy"/>.</summary>
public class StoppingSupervisorStrategy : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => SupervisorStrategy.StoppingStrategy;
}
