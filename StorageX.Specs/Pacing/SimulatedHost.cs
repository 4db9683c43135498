using StorageX.Pacing;

namespace StorageX.Specs.Pacing;

/// <summary>A host in virtual time, that takes or refuses images and answers after a while, and requests that follow a pace.</summary>
/// <param name="latency">How long an answer takes.</param>
/// <param name="takes">Whether it takes an image that comes then, from the start; is called in the order of time.</param>
internal sealed class SimulatedHost(TimeSpan latency, Func<TimeSpan, bool> takes)
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A host that takes so many images in each second.</summary>
    /// <param name="latency">How long an answer takes.</param>
    /// <param name="limit">How many it takes in the second that begins then.</param>
    public SimulatedHost(TimeSpan latency, Func<int, int> limit)
        : this(latency, Window(limit))
    {
    }

    /// <summary>When images were taken, from the start.</summary>
    public List<TimeSpan> Taken { get; } = [];

    /// <summary>When images were refused.</summary>
    public List<TimeSpan> Refused { get; } = [];

    /// <summary>How late whoever waits for a time comes; punctually by default.</summary>
    public Func<TimeSpan> Lateness { get; init; } = () => TimeSpan.Zero;

    /// <summary>How often the image that was refused most often was.</summary>
    public int MostRefusals { get; private set; }

    /// <summary>Takes so many in each second.</summary>
    /// <param name="limit">How many in the second that begins then.</param>
    public static Func<TimeSpan, bool> Window(Func<int, int> limit)
    {
        var counts = new Dictionary<int, int>();
        return now => (counts[(int)now.TotalSeconds] = counts.GetValueOrDefault((int)now.TotalSeconds) + 1) <= limit((int)now.TotalSeconds);
    }

    /// <summary>Takes so many in any second, whenever that begins.</summary>
    public static Func<TimeSpan, bool> Sliding(int limit)
    {
        var last = new Queue<TimeSpan>();
        return now =>
        {
            while (last.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromSeconds(1))
                last.Dequeue();
            if (last.Count == limit)
                return false;
            last.Enqueue(now);
            return true;
        };
    }

    /// <summary>Takes what a bucket of tokens has.</summary>
    /// <param name="rate">Tokens a second that come in.</param>
    /// <param name="burst">Tokens that it holds.</param>
    public static Func<TimeSpan, bool> Bucket(double rate, double burst)
    {
        var (tokens, last) = (burst, TimeSpan.Zero);
        return now =>
        {
            tokens = Math.Min(burst, tokens + ((now - last).TotalSeconds * rate));
            last = now;
            if (tokens < 1)
                return false;
            tokens--;
            return true;
        };
    }

    /// <summary>Refuses a part of all requests, whatever comes.</summary>
    /// <param name="share">Which part, 0 to 1.</param>
    /// <param name="seed">Of what is random.</param>
    public static Func<TimeSpan, bool> Noise(double share, int seed)
    {
        var random = new Random(seed);
        return _ => random.NextDouble() >= share;
    }

    /// <summary>Sends images without end, each again until it is taken.</summary>
    public void Run(HostPace pace, TimeSpan length)
    {
        var now = Start;
        var ends = new PriorityQueue<(DateTimeOffset Begun, int Refusals, bool Taken), DateTimeOffset>();
        var again = new Queue<int>();
        while (now - Start < length)
        {
            if (pace.TryBegin(now, out var wait))
            {
                ends.Enqueue((now, again.TryDequeue(out var before) ? before : 0, takes(now - Start)), now + latency);
                continue;
            }

            var until = wait == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : now + wait + Lateness();
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
