namespace Akka.Actor;

/// <summary>Reads selections from text.</summary>
internal static class SelectionParser
{
    /// <summary>A selection of a complete, absolute or relative path.</summary>
    internal static ActorSelection Parse(ActorSystemImpl system, IActorRef anchor, string path)
    {
        if (path.Contains("://", StringComparison.Ordinal))
        {
            return ActorPath.TryParse(path, out var complete)
                ? new ActorSelection(complete.Address == system.RootPath.Address ? system.LookupRoot : system.DeadLetters, Steps(complete.Elements))
                : new ActorSelection(system.DeadLetters, []);
        }

        return new ActorSelection(path.StartsWith('/') ? system.LookupRoot : anchor, Steps(path.Split('/')));
    }

    private static SelectionPathElement[] Steps(IEnumerable<string> names) =>
    [
        .. from name in names
           where name.Length > 0 && name != "."
           select name == ".." ? new SelectParent()
               : name.AsSpan().ContainsAny('*', '?') ? new SelectChildPattern(name)
               : (SelectionPathElement)new SelectChildName(name),
    ];
}

/// <summary>Walks a selection and tells those at its end.</summary>
internal static class SelectionDelivery
{
    internal static void Deliver(IInternalActorRef anchor, ActorSelectionMessage selection, IActorRef? sender) =>
        Deliver(anchor, selection.Elements, selection.Message, sender, selection.WildCardFanOut);

    private static void Deliver(IInternalActorRef at, ReadOnlySpan<SelectionPathElement> steps, object message, IActorRef? sender, bool fansOut)
    {
        if (steps.IsEmpty)
        {
            if (at is not Nobody)
                at.Tell(message, sender);

            return;
        }

        switch (steps[0])
        {
            case SelectParent:
                Deliver(at.Parent is Nobody ? at : at.Parent, steps[1..], message, sender, fansOut);
                break;
            case SelectChildName name when at.GetSingleChild(name.Name) is var child and not Nobody:
                Deliver(child, steps[1..], message, sender, fansOut);
                break;
            case SelectChildPattern pattern:
                var any = false;
                foreach (var child in at.Children)
                {
                    if (pattern.Fits(child.Path.Name))
                    {
                        any = true;
                        Deliver(child, steps[1..], message, sender, fansOut: true);
                    }
                }

                if (!any && !fansOut)
                    Miss(at, steps, message, sender);

                break;
            default:
                if (!fansOut)
                    Miss(at, steps, message, sender);

                break;
        }
    }

    private static void Miss(IInternalActorRef at, ReadOnlySpan<SelectionPathElement> steps, object message, IActorRef? sender)
    {
        var path = at.Path;
        foreach (var step in steps)
            path /= step.ToString()!;

        new EmptyLocalActorRef(at.System, path).Tell(message, sender);
    }
}
