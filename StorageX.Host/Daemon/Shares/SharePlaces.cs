using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Daemon.Shares;

/// <summary>How many requests for shared files are served, in all and to each address. Those with the token always are, and take no other's place. For one caller at a time.</summary>
/// <param name="most">How many in all.</param>
/// <param name="mostEach">How many to one address.</param>
internal sealed class SharePlaces(int most, int mostEach)
{
    private readonly Dictionary<string, int> _each = [];
    private int _strangers;

    /// <summary>How many are served now.</summary>
    public int Taken { get; private set; }

    /// <summary>Why a request is not served now; null when it is.</summary>
    public ShareRefusal? Refusal(Visitor visitor) =>
        visitor.IsTrusted ? null
        : _strangers >= most ? ShareRefusal.Busy
        : visitor.Place is { } place && _each.GetValueOrDefault(place) >= mostEach ? ShareRefusal.BusyWithYou
        : null;

    /// <summary>A request is served.</summary>
    public void Take(Visitor visitor) => Count(visitor, 1);

    /// <summary>It has ended.</summary>
    public void Leave(Visitor visitor) => Count(visitor, -1);

    private void Count(Visitor visitor, int change)
    {
        Taken += change;
        if (visitor.IsTrusted)
            return;
        _strangers += change;
        if (visitor.Place is { } place && (_each[place] = _each.GetValueOrDefault(place) + change) == 0)
            _each.Remove(place);
    }
}

/// <summary>Why a share gives nothing to a request.</summary>
internal enum ShareRefusal
{
    /// <summary>It has ended.</summary>
    Ended,

    /// <summary>As much as it may give is just being given to others.</summary>
    AllGiven,

    /// <summary>As many requests as the daemon serves at once are under way.</summary>
    Busy,

    /// <summary>As many as it serves to one address are.</summary>
    BusyWithYou,
}

/// <summary>A share gives nothing to a request.</summary>
/// <param name="refusal">Why.</param>
internal sealed class ShareRefusedException(ShareRefusal refusal) : Exception($"the share gives nothing: {refusal}")
{
    /// <summary>Why.</summary>
    public ShareRefusal Refusal => refusal;
}
