namespace Akka.Actor;

/// <summary>
/// An actor that declares a handler for each type of message, in its constructor or in the method it passes to Become.
/// The first handler that fits takes the message.
/// </summary>
public abstract class ReceiveActor : UntypedActor
{
    private readonly ReceiveHandlers _initial = new();
    private ReceiveHandlers? _configuring;

    /// <summary>Opens the declaration of handlers; it ends with the constructor.</summary>
    protected ReceiveActor() => _configuring = _initial;

    private ReceiveHandlers Configuring => _configuring ?? throw new InvalidOperationException(
        "You may only call Receive-methods when constructing the actor and inside Become().");

    internal sealed override Receive InitialReceive => _initial.Handle;

    internal sealed override void OnConstructed() => _configuring = null;

    /// <summary>Not used: handlers are declared.</summary>
    protected sealed override void OnReceive(object message)
    {
        if (!_initial.Handle(message))
            Unhandled(message);
    }

    /// <summary>Replaces the handlers.</summary>
    protected void Become(Action configure) => ActorCell.CurrentOrThrow.Become(Configure(configure));

    /// <summary>Puts handlers over the present ones.</summary>
    protected void BecomeStacked(Action configure) => ActorCell.CurrentOrThrow.BecomeStacked(Configure(configure));

    /// <summary>Declares a handler.</summary>
    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null)
    {
        if (shouldHandle == null && typeof(T) == typeof(object))
        {
            ReceiveAny((Action<object>)(object)handler);
            return;
        }

        Configuring.Add(message =>
        {
            if (message is not T typed || shouldHandle?.Invoke(typed) == false)
                return false;

            handler(typed);
            return true;
        });
    }

    protected void Receive<T>(Predicate<T>? shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>Declares a handler that decides for itself.</summary>
    /// <typeparam name="T">The messages it is shown, with derived classes.</typeparam>
    /// <param name="handler">The handler; false leaves the message to later ones.</param>
    protected void Receive<T>(Func<T, bool> handler) => Configuring.Add(message => message is T typed && handler(typed));

    /// <summary>Declares a handler for a type known at run time.</summary>
    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Receive(handler, message => messageType.IsInstanceOfType(message) && shouldHandle?.Invoke(message) != false);

    /// <summary>Declares the handler for everything else; it must be the last.</summary>
    protected void ReceiveAny(Action<object> handler) => Configuring.AddCatchAll(handler);

    /// <summary>Declares an asynchronous handler. No other message is handled until its task has ended.</summary>
    /// <typeparam name="T">The messages it takes, with derived classes.</typeparam>
    /// <param name="handler">The handler; a failed task is a failure of the actor.</param>
    /// <param name="shouldHandle">Leaves a message to later handlers when false.</param>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Receive(message => ActorTaskScheduler.RunTask(() => handler(message)), shouldHandle);

    /// <summary>Declares an asynchronous handler. No other message is handled until its task has ended.</summary>
    /// <typeparam name="T">The messages it takes, with derived classes.</typeparam>
    /// <param name="shouldHandle">Leaves a message to later handlers when false.</param>
    /// <param name="handler">The handler; a failed task is a failure of the actor.</param>
    protected void ReceiveAsync<T>(Predicate<T>? shouldHandle, Func<T, Task> handler) => ReceiveAsync(handler, shouldHandle);

    /// <summary>Declares the asynchronous handler for everything else; it must be the last.</summary>
    /// <param name="handler">The handler; a failed task is a failure of the actor.</param>
    protected void ReceiveAnyAsync(Func<object, Task> handler) =>
        ReceiveAny(message => ActorTaskScheduler.RunTask(() => handler(message)));

    private Receive Configure(Action configure)
    {
        var outer = _configuring;
        var handlers = new ReceiveHandlers();
        _configuring = handlers;
        try
        {
            configure();
        }
        finally
        {
            _configuring = outer;
        }

        return handlers.Handle;
    }
}
