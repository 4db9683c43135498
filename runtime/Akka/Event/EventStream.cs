using System.Collections.Concurrent;

namespace Akka.Event;

/// <summary>The bus of one system: log events, dead letters, and whatever its actors publish.</summary>
public class EventStream
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, HashSet<IActorRef>> _subscribers = [];

    /// <summary>Replaced with each change: what a publisher looked up before a change must not be kept after it.</summary>
    private volatile ConcurrentDictionary<Type, IActorRef[]> _cache = new();

    internal EventStream(LogLevel logLevel) => LogLevel = logLevel;

    /// <summary>The lowest level that is published.</summary>
    internal LogLevel LogLevel { get; }

    /// <summary>Sends an event to all who subscribed to its class, a base class or an interface of it.</summary>
    public void Publish(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        foreach (var subscriber in _cache.GetOrAdd(@event.GetType(), FindSubscribers))
        {
            if (subscriber is IInternalActorRef { IsTerminated: true })
                Unsubscribe(subscriber);
            else
                subscriber.Tell(@event, ActorRefs.NoSender);
        }
    }

    /// <summary>Subscribes.</summary>
    public virtual bool Subscribe(IActorRef subscriber, Type classifier)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(classifier);
        lock (_lock)
        {
            if (!_subscribers.TryGetValue(classifier, out var set))
                _subscribers[classifier] = set = [];

            var isNew = set.Add(subscriber);
            _cache = new();
            return isNew;
        }
    }

    /// <summary>Ends a subscription.</summary>
    public virtual bool Unsubscribe(IActorRef subscriber, Type classifier)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(classifier);
        lock (_lock)
        {
            var was = _subscribers.TryGetValue(classifier, out var set) && set.Remove(subscriber);
            _cache = new();
            return was;
        }
    }

    /// <summary>Ends all subscriptions.</summary>
    internal void Unsubscribe(IActorRef subscriber)
    {
        lock (_lock)
        {
            foreach (var set in _subscribers.Values)
                set.Remove(subscriber);

            _cache = new();
        }
    }

    private IActorRef[] FindSubscribers(Type type)
    {
        lock (_lock)
        {
            return [.. _subscribers.Where(each => each.Key.IsAssignableFrom(type)).SelectMany(each => each.Value).Distinct()];
        }
    }
}

/// <summary>Subscriptions by type argument.</summary>
public static class EventStreamExtensions
{
    /// <summary>Subscribes.</summary>
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Subscribe(subscriber, typeof(TChannel));
}
