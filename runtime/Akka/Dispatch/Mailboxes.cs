namespace Akka.Dispatch;

/// <summary>Makes the mailboxes that configurations describe.</summary>
internal sealed class Mailboxes(Settings settings)
{
    private const string DefaultMailbox = "akka.actor.default-mailbox";
    private const string BoundedDeque = "akka.actor.mailbox.bounded-deque-based";

    internal Mailbox Create(ActorCell cell, Props props, MessageDispatcher dispatcher)
    {
        var id = IdOf(props);
        var config = id == DefaultMailbox && !_defaultIsBounded ? null : ConfigOf(id);
        return config != null && IsBounded(config, id)
            ? new Mailbox(cell, dispatcher, new SemaphoreSlim(config.GetInt("mailbox-capacity")), config.GetTimeSpan("mailbox-push-timeout-time"))
            : new Mailbox(cell, dispatcher);
    }

    /// <summary>How many messages an actor's stash takes; -1 for any number.</summary>
    internal int StashCapacity(Props props) =>
        props.Deploy.StashCapacity >= 0 ? props.Deploy.StashCapacity : ConfigOf(IdOf(props)).GetInt("stash-capacity", -1);

    private readonly bool _defaultIsBounded = IsBounded(settings.Config.GetConfig(DefaultMailbox)!, DefaultMailbox);

    private static string IdOf(Props props) => props.Deploy.Mailbox is { Length: > 0 } id ? id
        : typeof(IWithBoundedStash).IsAssignableFrom(props.Type) ? BoundedDeque : DefaultMailbox;

    private static bool IsBounded(Config config, string id)
    {
        var type = config.GetString("mailbox-type") ?? "";
        return Util.TypeNames.Plain(type) switch
        {
            "Akka.Dispatch.UnboundedMailbox" or "Akka.Dispatch.UnboundedDequeBasedMailbox" => false,
            "Akka.Dispatch.BoundedMailbox" or "Akka.Dispatch.BoundedDequeBasedMailbox" => true,
            _ => throw new ConfigurationException($"Mailbox [{id}] has the unknown mailbox-type [{type}]"),
        };
    }

    private Config ConfigOf(string id)
    {
        var all = settings.Config;
        return all.HasPath(id)
            ? all.GetConfig(id)!.WithFallback(all.GetConfig(DefaultMailbox))
            : throw new ConfigurationException($"Mailbox Type [{id}] not configured");
    }
}
