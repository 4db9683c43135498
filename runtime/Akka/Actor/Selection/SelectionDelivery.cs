using System.IO.Enumeration;

namespace Akka.Actor;

/// <summary>Reads selections from text.</summary>
internal static class SelectionParser
{
    /// <summary>A selection of a complete, absolute or relative path.</summary>
    internal static ActorSelection Parse(ActorSystem system, IActorRef anchor, string path)
    {
        if (path.Contains("://", StringComparison.Ordinal))
        {
            return ActorPath.TryParse(path, out var complete)
                ? new ActorSelection(complete.Address == system.RootPath.Address ? system.LookupRoot : system.DeadLetters, Steps(complete.Elements))
                : new ActorSelection(system.DeadLetters, []);
        }

        return new ActorSelection(path.StartsWith('/') ? system.LookupRoot : anchor, Steps(path.Split('/')));
    }

    private static string[] Steps(IEnumerable<string> names) => [.. names.Where(name => name.Length > 0 && name != ".")];
}

/// <summary>Walks a selection and tells those at its end.</summary>
internal static class SelectionDelivery
{
    /// <param name="at">Where the steps start.</param>
    /// <param name="steps">Each the name of a child, a pattern with <c>*</c> or <c>?</c> for children, or <c>..</c> for the parent.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender.</param>
    /// <param name="fansOut">Whether a pattern has matched, so that a miss is none.</param>
    internal static void Deliver(IInternalActorRef at, ReadOnlySpan<string> steps, object message, IActorRef? sender, bool fansOut)
    {
        if (steps.IsEmpty)
        {
            if (at is not Nobody)
                at.Tell(message, sender);
            return;
        }

        var step = steps[0];
        var isPattern = step.AsSpan().ContainsAny('*', '?');
        IInternalActorRef[] next = step == ".." ? [at.Parent is Nobody ? at : at.Parent]
            : isPattern ? [.. at.Children.Where(child => FileSystemName.MatchesSimpleExpression(step, child.Path.Name, ignoreCase: false))]
            : at.GetSingleChild(step) is var child and not Nobody ? [child] : [];
        if (next.Length == 0 && !fansOut)
            new EmptyLocalActorRef(at.System, steps.ToArray().Aggregate(at.Path, (path, missing) => path / missing)).Tell(message, sender);

        foreach (var each in next)
            Deliver(each, steps[1..], message, sender, fansOut || isPattern);
    }
}
