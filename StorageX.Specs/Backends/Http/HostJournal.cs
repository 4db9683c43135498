using System.Diagnostics;

namespace StorageX.Specs.Backends.Http;

/// <summary>What a host did, in order: what it answered to each request about an image, and which images it lost or altered by itself.</summary>
internal sealed class HostJournal
{
    /// <summary>What stands for the request where the host did something to an image by itself.</summary>
    public const string Damage = "damage";

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>How many entries there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>Takes something down.</summary>
    public Entry Note(string image, string request, Fault answer, bool isAside = false)
    {
        var entry = new Entry(image, request, answer, Stopwatch.GetTimestamp()) { IsAside = isAside };
        lock (_lock)
            _entries.Add(entry);
        return entry;
    }

    /// <summary>The entries from one on.</summary>
    public IReadOnlyList<Entry> Since(int first)
    {
        lock (_lock)
            return _entries[first..];
    }

    /// <summary>Forgets the entries from one on.</summary>
    public void Forget(int first)
    {
        lock (_lock)
            _entries.RemoveRange(first, _entries.Count - first);
    }

    /// <summary>One thing that the host did.</summary>
    /// <param name="Image">The image's name: its digest.</param>
    /// <param name="Request">The method, or <see cref="Damage"/>.</param>
    /// <param name="Answer">What was wrong with the answer.</param>
    /// <param name="At">When, by the stopwatch.</param>
    public sealed record Entry(string Image, string Request, Fault Answer, long At)
    {
        private volatile bool _isCut;

        /// <summary>Whether somebody asked of whom the others know nothing.</summary>
        public bool IsAside { get; init; }

        /// <summary>Whether the one who asked was gone before the answer was out.</summary>
        public bool IsCut => _isCut;

        /// <summary>Notes that the one who asked was gone before the answer was out.</summary>
        public void Cut() => _isCut = true;

        /// <summary>Whether an image was sent.</summary>
        public bool Stores => Request is "POST" or "PUT";

        /// <summary>Whether the one who asked did not get what was asked for.</summary>
        public bool IsHarmed => IsCut || (Answer != Fault.None && !(Stores && FaultMeaning.LosesImage(Answer)));
    }
}
