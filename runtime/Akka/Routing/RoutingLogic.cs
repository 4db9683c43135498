namespace Akka.Routing;

/// <summary>Chooses a routee for each message; called by many threads at once.</summary>
internal abstract class RoutingLogic
{
    internal abstract IActorRef Select(IActorRef[] routees);
}

/// <summary>One after the other.</summary>
internal sealed class RoundRobinRoutingLogic : RoutingLogic
{
    private int _next = -1;

    internal override IActorRef Select(IActorRef[] routees) =>
        routees[(Interlocked.Increment(ref _next) & int.MaxValue) % routees.Length];
}

/// <summary>
/// The one with the fewest messages waiting; the first of those that are equal. The message a routee is working on does
/// not count, and a suspended routee comes last.
/// </summary>
internal sealed class SmallestMailboxRoutingLogic : RoutingLogic
{
    internal override IActorRef Select(IActorRef[] routees)
    {
        var best = routees[0];
        var least = long.MaxValue;
        foreach (var routee in routees)
        {
            var score = Score(routee);
            if (score == 0)
                return routee;

            if (score < least)
                (best, least) = (routee, score);
        }

        return best;
    }

    private static long Score(IActorRef routee) => routee is LocalActorRef { Cell: var cell }
        ? cell.IsTerminated ? long.MaxValue - 1 : cell.Mailbox.IsSuspended ? long.MaxValue - 2 : cell.Mailbox.Count
        : long.MaxValue - 3;
}
