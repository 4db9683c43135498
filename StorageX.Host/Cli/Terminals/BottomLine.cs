namespace StorageX.Host.Cli.Terminals;

/// <summary>
/// The line at the bottom of a terminal that is drawn again and again, below all that is written meanwhile. It leaves nothing behind, whatever
/// becomes of the terminal's width: it is never broken into two by the terminal (whose automatic line break is off while it is drawn), and the
/// cursor waits at its first column, which is where the line begins too once a terminal that was narrowed has broken it. So all from the cursor
/// on is the line, on terminals that break lines anew and on those that cut them off, and nobody has to reckon rows.
/// </summary>
/// <param name="error">Where it is drawn; the terminal understands the usual sequences.</param>
internal sealed class BottomLine(TextWriter error)
{
    private const string Begin = "\e[?25l\r\e[?7l";
    private const string End = "\e[J\e[?7h\r";
    private const string Remove = "\r\e[J\e[?25h";

    private readonly Lock _state = new();
    private bool _isThere;
    private bool _isAllowed = true;

    /// <summary>Draws the line in place of the one before.</summary>
    /// <param name="text">What fits into a line; it may have colours.</param>
    public void Draw(string text)
    {
        lock (_state)
        {
            if (!_isAllowed)
                return;
            _isThere = true;
            error.Write(Begin + text + End);
        }
    }

    /// <summary>Takes the line off the screen.</summary>
    public void Clear()
    {
        lock (_state)
            ClearInLock();
    }

    /// <summary>Takes the line off the screen, and draws none before <see cref="Allow"/>.</summary>
    public void Forbid()
    {
        lock (_state)
        {
            _isAllowed = false;
            ClearInLock();
        }
    }

    /// <summary>Draws lines again.</summary>
    public void Allow()
    {
        lock (_state)
            _isAllowed = true;
    }

    /// <summary>Writes something that stays, where the line was; the line comes back when it is drawn next.</summary>
    /// <param name="write">Writes whole lines.</param>
    public void Above(Action write)
    {
        lock (_state)
        {
            ClearInLock();
            write();
        }
    }

    private void ClearInLock()
    {
        if (!_isThere)
            return;
        _isThere = false;
        error.Write(Remove);
    }
}
