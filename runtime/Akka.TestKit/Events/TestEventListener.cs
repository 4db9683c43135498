namespace Akka.TestKit;

/// <summary>The logger of the kit: what a filter matches is counted and not printed. Filters come over the event
/// stream, so that one applies to just the entries that were published after it.</summary>
internal sealed class TestEventListener : DefaultLogger
{
    private readonly List<EventFilter> _filters = [];

    protected internal override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger start:
                foreach (var type in new[] { typeof(Mute), typeof(Unmute), typeof(DeadLetter) })
                    start.Bus.Subscribe(Context.Self, type);
                return base.Receive(message);
            case Mute mute:
                _filters.AddRange(mute.Filters);
                return true;
            case Unmute unmute:
                foreach (var filter in unmute.Filters)
                    _filters.Remove(filter);
                return true;
            case DeadLetter letter:
                IsFiltered(new Warning(null, letter.Recipient.Path.ToString(), letter.Recipient.GetType(), letter));
                return true;
            case LogEvent entry:
                return IsFiltered(entry) || base.Receive(message);
            default:
                return base.Receive(message);
        }
    }

    private bool IsFiltered(LogEvent entry) => _filters.Exists(filter => filter.Apply(entry));
}
