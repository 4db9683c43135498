namespace StorageX.Host.Contract;

/// <summary>An error as the API tells it: problem details (RFC 9457). It never holds a key.</summary>
/// <param name="Type">What kind of problem it is, as a URN that programs can compare.</param>
/// <param name="Title">The same in words, always the same ones.</param>
/// <param name="Status">The status code.</param>
/// <param name="Detail">What is wrong here, and what to do.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail)
{
    /// <summary>What every type begins with.</summary>
    public const string Urn = "urn:storagex:problem:";

    /// <summary>Behind <see cref="Urn"/>: a path means nothing to the daemon, or is not open to jobs.</summary>
    public const string PathRefused = "path-refused";
}
