namespace Akka.Actor;

/// <summary>Asks actors: a message out, one answer back as a task.</summary>
public static class Futures
{
    /// <summary>Asks.</summary>
    /// <param name="self">Whom.</param>
    /// <param name="message">What.</param>
    /// <param name="timeout">How long to wait; null for <c>akka.actor.ask-timeout</c>, which is infinite by default.</param>
    /// <exception cref="AskTimeoutException">There was none in time.</exception>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(_ => message, timeout, CancellationToken.None);

    /// <summary>Asks for an answer of one type.</summary>
    /// <typeparam name="T">The type. A <see cref="Status.Failure"/> faults the task, and so does any other type.</typeparam>
    /// <param name="self">Whom.</param>
    /// <param name="message">What.</param>
    /// <param name="timeout">How long to wait; null for <c>akka.actor.ask-timeout</c>, which is infinite by default.</param>
    /// <exception cref="AskTimeoutException">There was none in time.</exception>
    /// <exception cref="ArgumentException">The answer was of another type.</exception>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(_ => message, timeout, CancellationToken.None);

    /// <summary>Asks for an answer of one type.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(_ => message, null, cancellationToken);

    /// <summary>Asks with a message that names the one to answer to.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="self">Whom.</param>
    /// <param name="messageFactory">Makes the message.</param>
    /// <param name="timeout">How long to wait; null for <c>akka.actor.ask-timeout</c>, which is infinite by default.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AskTimeoutException">There was none in time.</exception>
    public static Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var system = SystemOf(self) ?? throw new ArgumentException("Unable to resolve the target Provider", nameof(self));
        var limit = timeout ?? system.Settings.AskTimeout;
        var question = new FutureActorRef<T>(system, limit, cancellationToken);
        self.Tell(messageFactory(question), question);
        return question.Task;
    }

    private static ActorSystem? SystemOf(ICanTell target) => target switch
    {
        IActorRef and not IInternalActorRef => null,
        IInternalActorRef actor => actor.System,
        ActorSelection selection => SystemOf(selection.Anchor),
        _ => ActorCell.Current?.System,
    };
}
