using StorageX.Host.Contract;

namespace StorageX.Host.Daemon;

/// <summary>A daemon from its start to its end.</summary>
internal static class DaemonRun
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Runs a daemon until it is asked to end, then lets running jobs go on for a while.</summary>
    /// <param name="settings">The settings of its transfers.</param>
    /// <param name="own">How it works itself.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Takes what the one who started it is told.</param>
    /// <param name="cancel">Asks it to end.</param>
    /// <exception cref="SettingsException">Another daemon has the data directory, it cannot be read, or the address is taken.</exception>
    public static async Task RunAsync(StorageXSettings settings, DaemonSettings own, TimeProvider time, Action<DaemonNews> tell, CancellationToken cancel)
    {
        var server = await DaemonServer.StartAsync(settings, own, time);
        try
        {
            await RunAsync(server, own, tell, cancel);
        }
        finally
        {
            try
            {
                await server.DisposeAsync().AsTask().WaitAsync(Longest, time, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                // The process ends, and with it whatever still waits.
            }
        }
    }

    private static async Task RunAsync(DaemonServer server, DaemonSettings own, Action<DaemonNews> tell, CancellationToken cancel)
    {
        tell(new DaemonNews.Listening(server.Address, own.TokenFile));
        Supervisor.Ready();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancel.Register(ended.SetResult))
            await ended.Task;
        Supervisor.Stopping();
        tell(new DaemonNews.Ending(own.DrainTimeout));
        await server.EndAsync(own.DrainTimeout);
    }
}
