namespace Akka.Actor;

/// <summary>The handlers of one state of a <see cref="ReceiveActor"/>, asked in the order they were added.</summary>
internal sealed class ReceiveHandlers
{
    private readonly List<Func<object, bool>> _handlers = [];
    private bool _catchesAll;

    internal void AddCatchAll(Action<object> handler)
    {
        Add(message =>
        {
            handler(message);
            return true;
        });
        _catchesAll = true;
    }

    internal bool Handle(object message)
    {
        foreach (var handler in _handlers)
        {
            if (handler(message))
                return true;
        }

        return false;
    }

    internal void Add(Func<object, bool> handler)
    {
        if (_catchesAll)
        {
            throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
        }

        _handlers.Add(handler);
    }
}
