using StorageX.Backends;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>An image on its way to its hosts.</summary>
/// <param name="request">What is asked for.</param>
internal sealed class Placing(PlaceImage request)
{
    private readonly List<(IImageBackend Host, string Locator)> _places = [];

    /// <summary>What is asked for.</summary>
    public PlaceImage Request => request;

    /// <summary>The hosts that it is on its way to.</summary>
    public List<HostState> UnderWay { get; } = [];

    /// <summary>The hosts that did not take it.</summary>
    public HashSet<HostState> Failed { get; } = [];

    /// <summary>The hosts that refused it once before they had taken anything: their router asks those once alone.</summary>
    public HashSet<HostState> RefusedAtFirst { get; } = [];

    /// <summary>What the last of those said.</summary>
    public BackendException? Failure { get; set; }

    /// <summary>Why it cannot be placed; null while it can.</summary>
    public BackendException? Error { get; set; }

    /// <summary>Whether only hosts that rest are left, and it can do without them.</summary>
    public bool IsShort { get; set; }

    /// <summary>Whether it is, or is about to be, on as many hosts as it must, without one of those that it is on its way to.</summary>
    public bool CanDoWithout(HostState? host) => _places.Count + UnderWay.Count(other => other != host) >= request.Least;

    /// <summary>How many more hosts should take it.</summary>
    public int Missing => request.Copies - _places.Count - UnderWay.Count;

    /// <summary>Whether a host may be asked to take it.</summary>
    public bool MayGoTo(HostState host) => !UnderWay.Contains(host) && !Failed.Contains(host)
        && !request.Except.Contains(host.Backend) && _places.TrueForAll(place => place.Host != host.Backend);

    /// <summary>Notes that a host took it.</summary>
    public void Took(HostState host, string locator) => _places.Add((host.Backend, locator));

    /// <summary>The answer, once nothing is under way any more; null before.</summary>
    public IReply? Answer(bool ended)
    {
        if (UnderWay.Count > 0 || (Missing > 0 && !ended && !IsShort && Error is null))
            return null;
        return Missing <= 0 || (!ended && _places.Count >= request.Least) ? new ImagePlaced(request.Seq, _places)
            : Error is not null && !ended ? new HostJobFailed(request.Seq, Error)
            : new HostJobCancelled(request.Seq);
    }
}
