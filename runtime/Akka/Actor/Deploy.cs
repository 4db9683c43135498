using Akka.Routing;

namespace Akka.Actor;

/// <summary>Where and how an actor runs. What is left open is filled from a fallback.</summary>
/// <param name="Router">The router, if the actor is one.</param>
/// <param name="Dispatcher">The dispatcher's configuration path; empty for the default.</param>
/// <param name="Mailbox">The mailbox's configuration path; empty for the default.</param>
/// <param name="StashCapacity">Messages a stash may hold; -1 for the configured number.</param>
internal sealed record Deploy(RouterConfig? Router = null, string Dispatcher = "", string Mailbox = "", int StashCapacity = -1)
{
    /// <summary>Nothing decided.</summary>
    internal static readonly Deploy None = new();

    /// <summary>Fills what is open.</summary>
    internal Deploy WithFallback(Deploy other) => new(
        Router?.WithFallback(other.Router) ?? other.Router,
        Dispatcher.Length == 0 ? other.Dispatcher : Dispatcher,
        Mailbox.Length == 0 ? other.Mailbox : Mailbox,
        StashCapacity < 0 ? other.StashCapacity : StashCapacity);
}
