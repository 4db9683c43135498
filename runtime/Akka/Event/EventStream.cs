using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Event;

/// <summary>What loggers listen to.</summary>
public class LoggingBus
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, HashSet<IActorRef>> _subscribers = [];
    private readonly ConcurrentDictionary<Type, IActorRef[]> _cache = new();

    /// <summary>The lowest level that is published.</summary>
    public LogLevel LogLevel { get; private set; }

    /// <summary>Sends an event to all who subscribed to its class, a base class or an interface of it.</summary>
    /// <param name="event">The event.</param>
    public void Publish(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        foreach (var subscriber in _cache.GetOrAdd(@event.GetType(), FindSubscribers))
        {
            if (subscriber is IInternalActorRef { IsTerminated: true })
            {
                Unsubscribe(subscriber);
            }
            else
            {
                subscriber.Tell(@event, ActorRefs.NoSender);
            }
        }
    }

    /// <summary>Subscribes.</summary>
    /// <param name="subscriber">Who.</param>
    /// <param name="classifier">The class or interface of the events.</param>
    /// <returns>Whether that is new.</returns>
    public virtual bool Subscribe(IActorRef subscriber, Type classifier)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(classifier);
        lock (_lock)
        {
            if (!_subscribers.TryGetValue(classifier, out var set))
            {
                _subscribers[classifier] = set = [];
            }

            var isNew = set.Add(subscriber);
            _cache.Clear();
            return isNew;
        }
    }

    /// <summary>Ends a subscription.</summary>
    /// <param name="subscriber">Who.</param>
    /// <param name="classifier">The class or interface of the events.</param>
    /// <returns>Whether there was one.</returns>
    public virtual bool Unsubscribe(IActorRef subscriber, Type classifier)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(classifier);
        lock (_lock)
        {
            var was = _subscribers.TryGetValue(classifier, out var set) && set.Remove(subscriber);
            _cache.Clear();
            return was;
        }
    }

    /// <summary>Ends all subscriptions.</summary>
    /// <param name="subscriber">Who.</param>
    /// <returns>Whether there was one.</returns>
    public virtual bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        lock (_lock)
        {
            var was = false;
            foreach (var set in _subscribers.Values)
            {
                was |= set.Remove(subscriber);
            }

            _cache.Clear();
            return was;
        }
    }

    /// <summary>Sets the lowest level that is published.</summary>
    /// <param name="logLevel">The level.</param>
    public void SetLogLevel(LogLevel logLevel) => LogLevel = logLevel;

    private IActorRef[] FindSubscribers(Type type)
    {
        lock (_lock)
        {
            return [.. _subscribers.Where(each => each.Key.IsAssignableFrom(type)).SelectMany(each => each.Value).Distinct()];
        }
    }
}

/// <summary>The bus of one system: log events, dead letters, and whatever its actors publish.</summary>
public class EventStream : LoggingBus
{
    internal EventStream()
    {
    }
}

/// <summary>Subscriptions by type argument.</summary>
public static class EventStreamExtensions
{
    /// <summary>Subscribes.</summary>
    /// <typeparam name="TChannel">The class or interface of the events.</typeparam>
    /// <param name="eventStream">The bus.</param>
    /// <param name="subscriber">Who.</param>
    /// <returns>Whether that is new.</returns>
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Subscribe(subscriber, typeof(TChannel));

    /// <summary>Ends a subscription.</summary>
    /// <typeparam name="TChannel">The class or interface of the events.</typeparam>
    /// <param name="eventStream">The bus.</param>
    /// <param name="subscriber">Who.</param>
    /// <returns>Whether there was one.</returns>
    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
