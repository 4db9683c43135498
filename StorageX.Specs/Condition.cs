namespace StorageX.Specs;

/// <summary>Waits for what becomes true by itself.</summary>
internal static class Condition
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until something holds.</summary>
    /// <exception cref="OperationCanceledException">It never did.</exception>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!holds())
            await timer.WaitForNextTickAsync(timeout.Token);
    }
}
