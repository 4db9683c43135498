using System.Diagnostics;

namespace Akka.Actor;

/// <summary>What a supervisor remembers about one child.</summary>
internal sealed class ChildStats(IInternalActorRef child)
{
    private int _restarts;
    private long _windowStart;

    internal IInternalActorRef Child => child;

    /// <summary>The parent has asked it to stop.</summary>
    internal bool IsDying { get; set; }

    /// <summary>
    /// Counts a restart and says whether it is still allowed. The window opens with the first failure and is fixed: after
    /// it has passed the next failure opens another. Without a number a window allows one restart; without a window the
    /// number holds for the child's whole life.
    /// </summary>
    /// <param name="maxRetries">0 allows none; negative means any number.</param>
    /// <param name="windowMilliseconds">Zero or negative means no window.</param>
    internal bool RequestRestartPermission(int maxRetries, int windowMilliseconds)
    {
        if (maxRetries == 0)
            return false;

        if (windowMilliseconds <= 0)
            return maxRetries < 0 || ++_restarts <= maxRetries;

        var now = Stopwatch.GetTimestamp();
        if (_windowStart == 0)
            _windowStart = now;

        if (Stopwatch.GetElapsedTime(_windowStart, now).TotalMilliseconds <= windowMilliseconds)
            return ++_restarts <= (maxRetries > 0 ? maxRetries : 1);

        _restarts = 1;
        _windowStart = now;
        return true;
    }
}

/// <summary>Names for children that were given none.</summary>
internal static class ActorNames
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    /// <summary><c>$a</c>, <c>$b</c>, ... in base 64, lowest digit first.</summary>
    /// <param name="number">0 or more.</param>
    internal static string Anonymous(long number)
    {
        var name = "$";
        do
        {
            name += Digits[(int)(number & 63)];
            number >>= 6;
        }
        while (number > 0);
        return name;
    }
}
