namespace StorageX.Host.Contract;

/// <summary>What a daemon tells the one who started it.</summary>
internal abstract record DaemonNews
{
    private DaemonNews()
    {
    }

    /// <summary>It takes requests.</summary>
    /// <param name="Address">Where.</param>
    /// <param name="TokenFile">The file with the token that they need.</param>
    internal sealed record Listening(Uri Address, string TokenFile) : DaemonNews;

    /// <summary>It was asked to end.</summary>
    /// <param name="Patience">How long running jobs may go on.</param>
    internal sealed record Ending(TimeSpan Patience) : DaemonNews;

    /// <summary>It has ended.</summary>
    internal sealed record Ended : DaemonNews;
}
