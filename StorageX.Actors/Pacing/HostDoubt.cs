namespace StorageX.Pacing;

/// <summary>
/// How often a host is asked again that says no: that it has not an image, or that it does not let a request in that is like those that it took. A lone
/// 404 or 403 among good answers is as often a host that is busy with itself, or a guard before it, as the truth. A host that took back such an answer
/// before is doubted as long as there are tries; where one no after the other stands, it is believed sooner. Used by one caller at a time.
/// </summary>
internal sealed class HostDoubt
{
    /// <summary>How many times in all a host is asked that never took a no back.</summary>
    public const int Asks = 3;

    /// <summary>The same for a host that has stood by so many in a row as <see cref="BelievedAfter"/> says.</summary>
    public const int AsksOfTheBelieved = 2;

    /// <summary>How many requests in a row must have been refused to the end.</summary>
    public const int BelievedAfter = 16;

    private int _stoodInRow;
    private bool _tookBack;

    /// <summary>Whether the host has done anything that it was asked.</summary>
    public bool HasGiven { get; private set; }

    /// <summary>Takes a no, and says whether to ask again.</summary>
    /// <param name="noes">How many this request has had, this one included.</param>
    /// <param name="isLastTry">Whether the request has no try left.</param>
    public bool AsksAgain(int noes, bool isLastTry)
    {
        if (!isLastTry && (_stoodInRow >= BelievedAfter ? noes < AsksOfTheBelieved : _tookBack || noes < Asks))
            return true;
        _stoodInRow++;
        return false;
    }

    /// <summary>Takes that the host did what it was asked.</summary>
    /// <param name="noes">How often it had said no to this request.</param>
    public void Gave(int noes)
    {
        HasGiven = true;
        if (noes > 0)
            (_stoodInRow, _tookBack) = (0, true);
    }
}
