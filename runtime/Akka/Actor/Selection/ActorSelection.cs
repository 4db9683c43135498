namespace Akka.Actor;

/// <summary>Whatever actors match a path at the time a message is sent.</summary>
public class ActorSelection : ICanTell
{
    internal ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    /// <summary>Where the path starts.</summary>
    public IActorRef Anchor { get; }

    /// <summary>The steps from there.</summary>
    public SelectionPathElement[] Path { get; }

    /// <summary>The steps as text.</summary>
    public string PathString => "/" + string.Join('/', Path.Select(step => step.ToString()));

    /// <summary>Tells all actors that match now.</summary>
    /// <param name="message">What.</param>
    /// <param name="sender">From whom; the current actor when left out.</param>
    public void Tell(object message, IActorRef? sender = null) => SelectionDelivery.Deliver(
        (IInternalActorRef)Anchor, new ActorSelectionMessage(message, Path, wildCardFanOut: false), sender ?? ActorCell.Current?.Self);

    /// <summary>Finds the one actor that matches.</summary>
    /// <exception cref="ActorNotFoundException">None answered.</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);
    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException("subject was null");
        }
        catch (Exception cause) when (cause is AskTimeoutException or OperationCanceledException)
        {
            throw new ActorNotFoundException("Exception occurred while resolving ActorSelection", cause);
        }
    }

    public override bool Equals(object? obj) =>
        obj is ActorSelection other && Anchor.Equals(other.Anchor) && PathString == other.PathString;

    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    public override string ToString() => $"ActorSelection[Anchor({Anchor.Path}), Path({PathString})]";
}
