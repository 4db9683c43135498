namespace StorageX.Host.Cli.Terminals;

/// <summary>What the program tells its caller; the README lists the same numbers.</summary>
internal static class ExitCode
{
    /// <summary>The result was delivered.</summary>
    public const int Done = 0;

    /// <summary>Something here failed: a file, a disk, a closed pipe, a bug.</summary>
    public const int Failed = 1;

    /// <summary>The command line, the key or the configuration cannot be right.</summary>
    public const int WrongUsage = 2;

    /// <summary>The host no longer has a piece, or what the key leads to.</summary>
    public const int Lost = 3;

    /// <summary>The bytes are not what they should be.</summary>
    public const int Corrupt = 4;

    /// <summary>The host refused, or could not be reached.</summary>
    public const int Refused = 5;

    /// <summary>The file can be restored whole, but images of it are lost or altered, or could not be asked for.</summary>
    public const int Weakened = 6;

    /// <summary>Ctrl-C, or a polite request to end.</summary>
    public const int Interrupted = 130;
}
