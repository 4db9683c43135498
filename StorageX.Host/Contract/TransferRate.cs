namespace StorageX.Host.Contract;

/// <summary>
/// How fast bytes move, over the last ten seconds or since the last report before them: long enough to be calm while
/// pieces arrive in bursts, short enough to follow a host that slows down. Not safe for several threads at once.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class TransferRate(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private readonly Queue<(long At, long Bytes)> _marks = new();
    private (long At, long Bytes) _newest;

    /// <summary>Notes that <paramref name="bytes"/> have been moved in all.</summary>
    public void Add(long bytes)
    {
        var now = time.GetTimestamp();
        if (_marks.Count == 0 || time.GetElapsedTime(_newest.At, now) >= Spacing)
        {
            _newest = (now, bytes);
            _marks.Enqueue(_newest);
        }
        else
        {
            _newest.Bytes = bytes;
        }
    }

    /// <summary>Bytes a second; null in the first second, when there is nothing to go by.</summary>
    public double? BytesPerSecond
    {
        get
        {
            var now = time.GetTimestamp();
            while (_marks.Count > 1 && time.GetElapsedTime(_marks.ElementAt(1).At, now) > Window)
                _marks.Dequeue();
            if (_marks.Count == 0)
                return null;

            var (start, bytes) = _marks.Peek();
            var elapsed = time.GetElapsedTime(start, now);
            return elapsed < Shortest ? null : (_newest.Bytes - bytes) / elapsed.TotalSeconds;
        }
    }

    /// <summary>How long the rest takes at this rate; null when the size is unknown or nothing moves.</summary>
    /// <param name="total">The file's size in bytes, if known.</param>
    public TimeSpan? TimeLeft(long? total)
    {
        if (total is not { } all || BytesPerSecond is not { } rate)
            return null;

        var left = Math.Max(0, all - _newest.Bytes);
        var seconds = left == 0 ? 0 : left / rate;
        return seconds <= TimeSpan.FromDays(999).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
