using StorageX.Backends;

namespace StorageX.Uploads;

/// <summary>What a placer knows of one host.</summary>
internal sealed class HostState(IImageBackend backend)
{
    private const int MostRefusals = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private int _refusals;
    private DateTimeOffset _saysUntil;
    private DateTimeOffset _failsUntil;

    /// <summary>The host.</summary>
    public IImageBackend Backend => backend;

    /// <summary>Images that are on their way to it.</summary>
    public int UnderWay { get; set; }

    /// <summary>Images that it has taken.</summary>
    public int Placed { get; private set; }

    /// <summary>Until when nothing is sent to it as long as others can be.</summary>
    public DateTimeOffset RestsUntil => _saysUntil > _failsUntil ? _saysUntil : _failsUntil;

    /// <summary>Whether people were told that it is passed over.</summary>
    public bool IsTold { get; set; }

    /// <summary>Notes that it took an image.</summary>
    public void Took()
    {
        Placed++;
        (_failsUntil, _refusals) = (default, 0);
    }

    /// <summary>Notes that it begins nothing before some time.</summary>
    public void Rest(DateTimeOffset until) => _saysUntil = until;

    /// <summary>Notes that it did not take an image at any try.</summary>
    public void Failed(BackendErrorKind kind, DateTimeOffset now)
    {
        // A refusal may be for that image alone.
        if (kind != BackendErrorKind.Rejected || ++_refusals >= MostRefusals)
            _failsUntil = now + Pause;
    }
}
