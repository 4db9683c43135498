using System.Collections.Concurrent;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>Makes the dispatchers that configurations describe.</summary>
internal sealed class Dispatchers(ActorSystem system)
{
    internal const string DefaultDispatcherId = "akka.actor.default-dispatcher";

    private readonly ConcurrentDictionary<string, MessageDispatcher> _dispatchers = new(StringComparer.Ordinal);

    /// <summary>The dispatcher of a configuration path; a pinned one is made anew for each actor.</summary>
    /// <exception cref="ConfigurationException">Nothing is configured there, or a kind that does not exist.</exception>
    internal MessageDispatcher Lookup(string id)
    {
        if (_dispatchers.TryGetValue(id, out var known))
            return known;

        var made = Make(id);
        return made is PinnedDispatcher ? made : _dispatchers.GetOrAdd(id, made);
    }

    internal void Shutdown()
    {
        foreach (var dispatcher in _dispatchers.Values)
            dispatcher.Shutdown();
    }

    private MessageDispatcher Make(string id)
    {
        var all = system.Settings.Config;
        if (!all.HasPath(id))
            throw new ConfigurationException($"Dispatcher [{id}] not configured");

        var config = all.GetConfig(id)!.WithFallback(all.GetConfig(DefaultDispatcherId));
        var throughput = config.GetInt("throughput");
        var deadline = config.GetTimeSpan("throughput-deadline-time");
        if (config.GetString("executor") is { } executor and not "default-executor")
            throw new ConfigurationException($"Dispatcher [{id}] has the unknown executor [{executor}]; the type ForkJoinDispatcher has threads of its own");

        switch (config.GetString("type"))
        {
            case "Dispatcher" or "TaskDispatcher":
                return new ThreadPoolDispatcher(id, throughput, deadline);
            case "ForkJoinDispatcher":
                return new DedicatedThreadsDispatcher(
                    id, throughput, deadline, config.GetInt("dedicated-thread-pool.thread-count", Environment.ProcessorCount));
            case "PinnedDispatcher":
                return new PinnedDispatcher(id, throughput, deadline);
            case { } type:
                return TypeNames.Create<MessageDispatcher>(type, id + ".type", id, throughput, deadline);
            default:
                throw new ConfigurationException($"Dispatcher [{id}] has no type");
        }
    }
}
