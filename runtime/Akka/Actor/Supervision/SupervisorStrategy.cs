using Akka.Util;

namespace Akka.Actor;

/// <summary>How an actor deals with failing children.</summary>
public abstract class SupervisorStrategy
{
    /// <summary>Stops a child that cannot start, was killed or broke a death pact; restarts it for anything else.</summary>
    public static IDecider DefaultDecider = new LocalOnlyDecider(cause =>
        cause is ActorInitializationException or ActorKilledException or DeathPactException ? Directive.Stop : Directive.Restart);

    /// <summary>One for one, without limit, by <see cref="DefaultDecider"/>.</summary>
    internal static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider.Decide);

    /// <summary>Stops every child that fails.</summary>
    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);

    private readonly bool _loggingEnabled;

    private protected SupervisorStrategy(int retries, int window, Func<Exception, Directive> decide, bool loggingEnabled) =>
        (Retries, Window, Decider, _loggingEnabled) = (retries, window, new LocalOnlyDecider(decide), loggingEnabled);

    /// <summary>Maps failures to directives.</summary>
    public IDecider Decider { get; }

    /// <summary>Restarts allowed; negative for any number.</summary>
    internal int Retries { get; }

    /// <summary>In how many milliseconds; negative for the child's whole life.</summary>
    internal int Window { get; }

    /// <summary>The strategy of the guardian of <c>/user</c>, by what <c>akka.actor.guardian-supervisor-strategy</c> names.</summary>
    /// <exception cref="ConfigurationException">There is no such strategy.</exception>
    internal static SupervisorStrategy Of(string name) => TypeNames.Plain(name) switch
    {
        "Akka.Actor.DefaultSupervisorStrategy" => DefaultStrategy,
        "Akka.Actor.StoppingSupervisorStrategy" => StoppingStrategy,
        _ => throw new ConfigurationException($"akka.actor.guardian-supervisor-strategy is the unknown [{name}]"),
    };

    /// <summary>Carries out the decision about one failure.</summary>
    /// <returns>False to escalate.</returns>
    internal bool HandleFailure(ActorCell cell, IInternalActorRef child, Exception cause, ChildStats stats, IReadOnlyCollection<ChildStats> children)
    {
        Directive directive;
        try
        {
            directive = Decider.Decide(cause);
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

    /// <summary>Logs a failure: an error when the child is restarted or stopped, a warning when it resumes, nothing when it is escalated.</summary>
    private void LogFailure(ActorCell cell, IActorRef child, Exception cause, Directive directive)
    {
        if (!_loggingEnabled || directive == Directive.Escalate)
            return;

        var message = cause is ActorInitializationException { InnerException: { } inner } ? inner.Message : cause.Message;
        var path = child.Path.ToString();
        cell.System.EventStream.Publish(directive == Directive.Resume
            ? new Warning(cause, path, GetType(), message)
            : new Error(cause, path, GetType(), message));
    }
}

/// <summary>A decider made of a delegate.</summary>
internal sealed class LocalOnlyDecider(Func<Exception, Directive> decide) : IDecider
{
    public Directive Decide(Exception cause) => decide(cause);
}
