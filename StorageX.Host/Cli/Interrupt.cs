using System.Runtime.InteropServices;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary>
/// Ctrl-C, a request to end and a closed terminal: the first cancels, so that the transfer can clean up, for <see cref="Patience"/> at most;
/// the second ends the program at once.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    /// <summary>How long a command may clean up: some waits of a system cannot be cancelled, such as that for the writer of a pipe.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    /// <summary>Listens from now on.</summary>
    public Interrupt() =>
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, Take))];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether a signal came.</summary>
    public bool HasCome => _source.IsCancellationRequested;

    /// <summary>Waits for a command to end.</summary>
    /// <param name="work">What it does.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="OperationCanceledException">A signal came, and the command did not end in time.</exception>
    public async Task<int> EndOfAsync(Task<int> work, TimeProvider time)
    {
        var signal = new TaskCompletionSource();
        await using var registration = Token.Register(signal.SetResult);
        if (await Task.WhenAny(work, signal.Task) != work)
            await Task.WhenAny(work, Task.Delay(Patience, time));
        return work.IsCompleted ? await work : throw new OperationCanceledException(Token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        if (HasCome)
            Environment.Exit(ExitCode.Interrupted);
        _ = _source.CancelAsync();
    }
}
