using System.Text.RegularExpressions;

namespace Akka.TestKit;

/// <summary>What texts a filter takes.</summary>
internal sealed record TextMatcher(string Description, Func<string, bool> IsMatch)
{
    public static TextMatcher Any { get; } = new("", _ => true);

    public static TextMatcher Of(string? message, string? start, string? contains) =>
        message is not null ? new($" when Message equals \"{message}\"", text => text == message)
        : start is not null ? new($" when Message starts with \"{start}\"", text => text.StartsWith(start, StringComparison.Ordinal))
        : contains is not null ? new($" when Message contains \"{contains}\"", text => text.Contains(contains, StringComparison.Ordinal))
        : Any;

    public static TextMatcher Of(Regex pattern) => new($" when Message matches \"{pattern}\"", pattern.IsMatch);

    /// <summary>A source is a name, or the path of an actor with or without its address.</summary>
    public static TextMatcher OfSource(string? source) => source is null
        ? Any
        : new($" and Source equals \"{source}\"", actual => actual == source || PathOf(actual) == source || PathOf(actual) == "/" + source);

    private static string PathOf(string source)
    {
        var path = source.Split('#')[0].Trim('[', ']');
        var address = path.IndexOf("://", StringComparison.Ordinal);
        var root = address < 0 ? -1 : path.IndexOf('/', address + 3);
        return root < 0 ? path : path[root..];
    }
}

/// <summary>Which log entries an expectation or a mute is about, and who counts them.</summary>
internal sealed class EventFilter(string description, Func<LogEvent, bool> isMatch)
{
    /// <summary>Those who count what the filter is about.</summary>
    public Action? Matched { get; set; }

    public override string ToString() => description;

    /// <summary>Counts the entry if the filter is about it.</summary>
    public bool Apply(LogEvent entry)
    {
        if (!isMatch(entry))
            return false;
        Matched?.Invoke();
        return true;
    }
}

/// <summary>Begins to hold back what some filters match.</summary>
internal sealed record Mute(IReadOnlyList<EventFilter> Filters);

/// <summary>Ends a <see cref="Mute"/>.</summary>
internal sealed record Unmute(IReadOnlyList<EventFilter> Filters);
