namespace StorageX.Manifests;

/// <summary>The bytes are not a manifest that this version can follow. The message names the field and what is wrong with it.</summary>
/// <param name="message">A clause without a full stop.</param>
/// <param name="inner">The exception under it, if any.</param>
public sealed class ManifestException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether it is a sound manifest of a version that only a newer program reads.</summary>
    public bool NeedsNewerVersion { get; init; }
}
