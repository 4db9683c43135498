using System.IO.Enumeration;

namespace Akka.Actor;

/// <summary>One step of a selection.</summary>
public abstract class SelectionPathElement
{
    private protected SelectionPathElement()
    {
    }
}

/// <summary>Goes down to the child of a name.</summary>
public class SelectChildName(string name) : SelectionPathElement
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    public override string ToString() => Name;
}

/// <summary>Goes down to every child whose name fits.</summary>
public class SelectChildPattern(string patternStr) : SelectionPathElement
{
    /// <summary>The pattern.</summary>
    public string PatternStr { get; } = patternStr;

    public override string ToString() => PatternStr;

    internal bool Fits(string name) => FileSystemName.MatchesSimpleExpression(PatternStr, name, ignoreCase: false);
}

/// <summary>Goes up to the parent.</summary>
public class SelectParent : SelectionPathElement
{
    public override string ToString() => "..";
}

/// <summary>A message on its way through a selection.</summary>
public class ActorSelectionMessage(object message, SelectionPathElement[] elements, bool wildCardFanOut = false)
    : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    /// <summary>The message.</summary>
    public object Message { get; } = message;

    /// <summary>The steps to go.</summary>
    public SelectionPathElement[] Elements { get; } = elements;

    /// <summary>Whether it may reach more than one actor.</summary>
    public bool WildCardFanOut { get; } = wildCardFanOut;
}
