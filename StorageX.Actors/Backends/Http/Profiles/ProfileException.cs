namespace StorageX.Backends.Http;

/// <summary>An uploader profile is not what it should be, or does not fit what the host answered.</summary>
/// <param name="field">The field of the profile.</param>
/// <param name="reason">What is wrong with it, and what to do.</param>
/// <param name="inner">The exception under it, if any.</param>
internal sealed class ProfileException(string field, string reason, Exception? inner = null) : Exception($"{field}: {reason}", inner)
{
    /// <summary>What is wrong, without the field.</summary>
    public string Reason { get; } = reason;
}
