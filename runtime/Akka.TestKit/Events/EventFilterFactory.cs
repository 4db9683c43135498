using System.Text.RegularExpressions;

namespace Akka.TestKit;

/// <summary>Chooses log entries to expect or to mute. The system must use the kit's <see cref="TestEventListener"/>, and
/// its log level must let the entries through.</summary>
/// <remarks>A text is compared as a whole, by its start, by a part of it or with a pattern; a source is the name or path
/// of who logs, and of a dead letter whom it was meant for. What is left out matches everything.</remarks>
public class EventFilterFactory
{
    private readonly TestKitBase _kit;
    private readonly IReadOnlyList<EventFilter> _others;

    internal EventFilterFactory(TestKitBase kit, IReadOnlyList<EventFilter> others) => (_kit, _others) = (kit, others);

    /// <summary>Errors with an exception; the text is that of the entry or of the exception.</summary>
    public IEventFilterApplier Exception<TException>(string? message = null, string? start = null, string? contains = null, string? source = null)
        where TException : Exception => Exception(typeof(TException), message, start, contains, source);
    public IEventFilterApplier Exception(Type exceptionType, string? message = null, string? start = null, string? contains = null, string? source = null, bool checkInnerExceptions = false) =>
        Failure(exceptionType, TextMatcher.Of(message, start, contains), source, checkInnerExceptions);

    /// <summary>Errors.</summary>
    public IEventFilterApplier Error(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Failure(null, TextMatcher.Of(message, start, contains), source, inner: false);

    /// <summary>Warnings.</summary>
    public IEventFilterApplier Warning(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Entry<Warning>(TextMatcher.Of(message, start, contains), source);

    /// <summary>Infos.</summary>
    public IEventFilterApplier Info(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Entry<Info>(TextMatcher.Of(message, start, contains), source);

    /// <summary>Debug entries.</summary>
    public IEventFilterApplier Debug(Regex pattern, string? source = null) => Entry<Debug>(TextMatcher.Of(pattern), source);

    /// <summary>Entries that a function accepts.</summary>
    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Apply("[Custom]", entry => predicate(entry));

    /// <summary>Dead letters.</summary>
    public IEventFilterApplier DeadLetter() => Letter(_ => true, null, "");

    /// <summary>Dead letters of one type.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) => DeadLetter<TMessage>(_ => true, source);

    /// <summary>Dead letters of one type that a function accepts.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null) =>
        Letter(message => message is TMessage typed && isMatch(typed), source, $" of {typeof(TMessage)}");

    private EventFilterApplier Letter(Func<object, bool> isMatch, string? source, string what)
    {
        var recipient = TextMatcher.OfSource(source);
        return Apply($"[DeadLetter{what}{recipient.Description}]", entry =>
            entry.Message is DeadLetter letter && isMatch(letter.Message) && recipient.IsMatch(entry.LogSource));
    }

    private EventFilterApplier Entry<TEntry>(TextMatcher text, string? source)
        where TEntry : LogEvent
    {
        var origin = TextMatcher.OfSource(source);
        return Apply($"[{typeof(TEntry).Name}{text.Description}{origin.Description}]", entry =>
            entry is TEntry && origin.IsMatch(entry.LogSource) && text.IsMatch(TextOf(entry)));
    }

    private EventFilterApplier Failure(Type? type, TextMatcher text, string? source, bool inner)
    {
        var origin = TextMatcher.OfSource(source);
        return Apply($"[{type?.Name ?? nameof(Error)}{text.Description}{origin.Description}]", entry =>
            entry is Error && origin.IsMatch(entry.LogSource) && Causes(entry.Cause, inner).Any(cause =>
                (type is null || type.IsInstanceOfType(cause)) && (text.IsMatch(TextOf(entry)) || (cause is not null && text.IsMatch(cause.Message)))));
    }

    /// <summary>The exception and, if they count, those inside of it; one null where there is none.</summary>
    private static IEnumerable<Exception?> Causes(Exception? cause, bool inner)
    {
        yield return cause;
        for (cause = inner ? cause?.InnerException : null; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    private static string TextOf(LogEvent entry) => entry.Message?.ToString() ?? "";

    private EventFilterApplier Apply(string description, Func<LogEvent, bool> isMatch) =>
        new(_kit, [.. _others, new EventFilter(description, isMatch)]);
}
