namespace Akka.TestKit.Internal;

/// <summary>Makes functions of actions, so that each construct is written once.</summary>
internal static class Delegates
{
    public static Func<Task<bool>> Returning(this Func<Task> action) => async () =>
    {
        await action();
        return true;
    };

    public static Func<Task> Async(this Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };
}
