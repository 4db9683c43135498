using System.Globalization;
using StorageX.Backends;
using StorageX.Pacing;

namespace StorageX.Probing;

/// <summary>Asks a host for a probe: one request at a time, within its pace and budgets, and again with back-off when one fails.</summary>
/// <param name="host">The backend's name.</param>
/// <param name="settings">The pace.</param>
/// <param name="ledger">What was spent of its budgets.</param>
/// <param name="time">The clock.</param>
internal sealed class ProbePace(string host, PaceSettings settings, IBudgetLedger ledger, TimeProvider time)
{
    private readonly HostPace _pace = new(settings with { Permits = 1 });

    /// <summary>Asks until there is an answer, or no try is left.</summary>
    /// <param name="ask">One try.</param>
    /// <param name="bytes">How large the image is that it stores; 0 if it stores none.</param>
    /// <param name="again">Whether another try may help.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The answer, and how long the last try took.</returns>
    /// <exception cref="BackendException">No try is left, or none would help.</exception>
    /// <exception cref="ProbeStoppedException">The host lets nothing begin for long.</exception>
    public async Task<(T Answer, TimeSpan Took)> AskAsync<T>(Func<CancellationToken, Task<T>> ask, int bytes, Func<BackendException, bool> again, CancellationToken cancel)
    {
        for (var failures = 1; ; failures++)
        {
            var spent = await BeginAsync(bytes, cancel);
            var begun = time.GetUtcNow();
            try
            {
                var answer = await WithinTimeAsync(ask, cancel);
                _pace.Succeeded(begun, time.GetUtcNow());
                return (answer, time.GetUtcNow() - begun);
            }
            catch (OperationCanceledException)
            {
                _pace.Release();
                throw;
            }
            catch (BackendException error)
            {
                Learn(error, begun, spent);
                if (!again(error) || failures >= settings.Attempts)
                    throw;
                await Task.Delay(RequireShort(Backoff.Delay(settings, failures, error.RetryAfter, Random.Shared.NextDouble())), time, cancel);
            }
        }
    }

    private async Task<DateTimeOffset?> BeginAsync(int bytes, CancellationToken cancel)
    {
        while (!_pace.TryBegin(time.GetUtcNow(), out var wait))
        {
            RequireShort(_pace.HeldUntil - time.GetUtcNow());
            await Task.Delay(wait, time, cancel);
        }

        _pace.Count(bytes, time.GetUtcNow());
        if (bytes == 0 || settings.Budgets.Count == 0)
            return null;
        if (ledger.TrySpend(host, settings.Budgets, time.GetUtcNow(), out var at))
            return at;
        _pace.Release();
        throw Stopped(at);
    }

    private async Task<T> WithinTimeAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(settings.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new BackendException(BackendErrorKind.Transient, $"{host}: no answer within {settings.RequestTimeout}");
        }
    }

    private void Learn(BackendException error, DateTimeOffset begun, DateTimeOffset? spent)
    {
        if (error.Kind == BackendErrorKind.Throttled)
            _pace.Throttled(begun, time.GetUtcNow(), error.RetryAfter);
        else if (error.Kind == BackendErrorKind.Transient)
            _pace.Failed(begun, time.GetUtcNow());
        else
            _pace.Release();
        if (spent is { } at && error.Kind is BackendErrorKind.Throttled or BackendErrorKind.Rejected or BackendErrorKind.Unauthorised)
            ledger.Refund(host, at);
    }

    private TimeSpan RequireShort(TimeSpan wait) => wait > settings.ParkAfter ? throw Stopped(time.GetUtcNow() + wait) : wait;

    private ProbeStoppedException Stopped(DateTimeOffset until) =>
        new($"{host} takes no more until {TimeZoneInfo.ConvertTime(until, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}");
}

/// <summary>A probe cannot go on for now.</summary>
/// <param name="message">Why, as one line.</param>
internal sealed class ProbeStoppedException(string message) : Exception(message);
