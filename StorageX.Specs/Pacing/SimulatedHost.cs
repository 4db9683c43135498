using StorageX.Pacing;

namespace StorageX.Specs.Pacing;

/// <summary>A host in virtual time, that takes so many images in each second and answers after a while, and requests that follow a pace.</summary>
/// <param name="latency">How long an answer takes.</param>
/// <param name="limit">How many images it takes in the second that begins then.</param>
internal sealed class SimulatedHost(TimeSpan latency, Func<int, int> limit)
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When images were taken, from the start.</summary>
    public List<TimeSpan> Taken { get; } = [];

    /// <summary>When images were refused.</summary>
    public List<TimeSpan> Refused { get; } = [];

    /// <summary>How often the image that was refused most often was.</summary>
    public int MostRefusals { get; private set; }

    /// <summary>Sends images without end, each again until it is taken.</summary>
    public void Run(HostPace pace, TimeSpan length)
    {
        var now = Start;
        var ends = new PriorityQueue<(DateTimeOffset Begun, int Refusals, bool Taken), DateTimeOffset>();
        var again = new Queue<int>();
        var counts = new Dictionary<int, int>();
        while (now - Start < length)
        {
            if (pace.TryBegin(now, out var wait))
            {
                var second = (int)(now - Start).TotalSeconds;
                var count = counts[second] = counts.GetValueOrDefault(second) + 1;
                ends.Enqueue((now, again.TryDequeue(out var before) ? before : 0, count <= limit(second)), now + latency);
                continue;
            }

            var until = wait == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : now + wait;
            if (!ends.TryPeek(out _, out var next) || next > until)
            {
                now = until;
                continue;
            }

            now = next;
            End(ends.Dequeue(), pace, now, again);
        }
    }

    private void End((DateTimeOffset Begun, int Refusals, bool Taken) request, HostPace pace, DateTimeOffset now, Queue<int> again)
    {
        (request.Taken ? Taken : Refused).Add(now - Start);
        if (request.Taken)
        {
            pace.Succeeded(request.Begun, now);
            return;
        }

        MostRefusals = Math.Max(MostRefusals, request.Refusals + 1);
        again.Enqueue(request.Refusals + 1);
        pace.Throttled(request.Begun, now);
    }
}
