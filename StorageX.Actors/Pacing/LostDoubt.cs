namespace StorageX.Pacing;

/// <summary>
/// How often a host is asked for an image that it says it has not: a lone 404 among good answers is as often a host that is busy
/// with itself as a lost image. Where one image after the other stays lost, the host is believed sooner. Used by one caller at a time.
/// </summary>
internal sealed class LostDoubt
{
    /// <summary>How often an image is asked for before it counts as lost.</summary>
    public const int Asks = 3;

    /// <summary>The same for a host that has lost so many images in a row as <see cref="BelievedAfter"/> says.</summary>
    public const int AsksOfTheBelieved = 2;

    /// <summary>How many images in a row must have stayed lost.</summary>
    public const int BelievedAfter = 16;

    private int _lostInRow;

    /// <summary>Takes an answer that an image is not there, and says whether it is to be asked for again.</summary>
    /// <param name="answers">How many such answers this image has had, this one included.</param>
    public bool AsksAgain(int answers)
    {
        if (answers < (_lostInRow >= BelievedAfter ? AsksOfTheBelieved : Asks))
            return true;
        _lostInRow++;
        return false;
    }

    /// <summary>Takes that an image came, although the host had said it has it not.</summary>
    public void Found() => _lostInRow = 0;
}
