namespace Akka.Actor;

/// <summary>Whatever actors match a path at the time a message is sent.</summary>
public class ActorSelection : ICanTell
{
    private readonly string[] _steps;

    internal ActorSelection(IActorRef anchor, string[] steps) => (Anchor, _steps) = (anchor, steps);

    /// <summary>Where the path starts.</summary>
    internal IActorRef Anchor { get; }

    private string PathString => "/" + string.Join('/', _steps);

    /// <summary>Tells all actors that match now.</summary>
    /// <param name="message">What.</param>
    /// <param name="sender">From whom; the current actor when left out.</param>
    public void Tell(object message, IActorRef? sender = null) => SelectionDelivery.Deliver(
        (IInternalActorRef)Anchor, _steps, message, sender ?? ActorCell.Current?.Self, fansOut: false);

    /// <summary>Finds the one actor that matches.</summary>
    /// <exception cref="ActorNotFoundException">None answered.</exception>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(null), timeout).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException("subject was null");
        }
        catch (AskTimeoutException cause)
        {
            throw new ActorNotFoundException("Exception occurred while resolving ActorSelection", cause);
        }
    }

    public override bool Equals(object? obj) =>
        obj is ActorSelection other && Anchor.Equals(other.Anchor) && PathString == other.PathString;

    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    public override string ToString() => $"ActorSelection[Anchor({Anchor.Path}), Path({PathString})]";
}
