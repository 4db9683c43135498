using System.Collections.Concurrent;
using StorageX.Backends;

namespace StorageX.Specs.Backends;

/// <summary>One request to a <see cref="MemoryBackend"/>.</summary>
/// <param name="Locator">The image's place, also when it is only about to be stored.</param>
/// <param name="Number">Which image it is, counted from 0 in the order in which their first requests came.</param>
/// <param name="Attempt">Which try of this image it is, from 1.</param>
/// <param name="Cancel">Ends it.</param>
internal sealed record MemoryRequest(string Locator, int Number, int Attempt, CancellationToken Cancel);

/// <summary>The requests to a <see cref="MemoryBackend"/> in one direction: what happens to them, and how many there are.</summary>
internal sealed class MemoryTraffic
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Number, int Attempts)> _images = [];
    private readonly List<Func<MemoryRequest, Task>> _before = [];

    /// <summary>Every request there was, in order.</summary>
    public ConcurrentQueue<MemoryRequest> Requests { get; } = new();

    /// <summary>How many requests run now.</summary>
    public int InFlight { get; private set; }

    /// <summary>The most requests that ran at once.</summary>
    public int MostInFlight { get; private set; }

    /// <summary>Has <paramref name="step"/> run in every request before the backend does its part; it may throw and wait.</summary>
    public void Before(Func<MemoryRequest, Task> step)
    {
        lock (_lock)
            _before.Add(step);
    }

    /// <summary>Lets the first tries of every image fail.</summary>
    /// <param name="kind">How.</param>
    /// <param name="attempts">How many tries fail; all by default.</param>
    /// <param name="number">Only those of the image with this number; of all by default.</param>
    /// <param name="retryAfter">How long the host asks to wait.</param>
    public void Fail(BackendErrorKind kind, int attempts = int.MaxValue, int? number = null, TimeSpan? retryAfter = null) => Before(request =>
        request.Attempt <= attempts && (number ?? request.Number) == request.Number
            ? throw new BackendException(kind, $"{request.Locator}: try {request.Attempt} fails as the spec says", retryAfter)
            : Task.CompletedTask);

    /// <summary>Makes requests wait until the result is set, or they are cancelled.</summary>
    /// <param name="number">Only those of the image with this number; all by default.</param>
    public TaskCompletionSource Hold(int? number = null)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Before(request => (number ?? request.Number) == request.Number ? gate.Task.WaitAsync(request.Cancel) : Task.CompletedTask);
        return gate;
    }

    /// <summary>Counts a request, takes it through the steps, and lets the backend do its part unless it has been cancelled.</summary>
    internal async Task PassAsync(string locator, Action<MemoryRequest> act, CancellationToken cancel)
    {
        var (request, steps) = Begin(locator, cancel);
        try
        {
            foreach (var step in steps)
                await step(request);
            cancel.ThrowIfCancellationRequested();
            act(request);
        }
        finally
        {
            lock (_lock)
                InFlight--;
        }
    }

    private (MemoryRequest Request, Func<MemoryRequest, Task>[] Steps) Begin(string locator, CancellationToken cancel)
    {
        lock (_lock)
        {
            var (number, attempts) = _images.TryGetValue(locator, out var known) ? known : (_images.Count, 0);
            _images[locator] = (number, attempts + 1);
            MostInFlight = Math.Max(MostInFlight, ++InFlight);
            var request = new MemoryRequest(locator, number, attempts + 1, cancel);
            Requests.Enqueue(request);
            return (request, [.. _before]);
        }
    }
}
