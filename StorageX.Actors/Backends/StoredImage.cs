namespace StorageX.Backends;

/// <summary>An image that a host keeps, as it answered the upload.</summary>
/// <param name="Locator">Where it is.</param>
/// <param name="Deletion">What the host gave that deletes it, where it gave something: whoever has that can delete the image, so it is never printed.</param>
public sealed record StoredImage(string Locator, string? Deletion = null)
{
    /// <summary>The locator alone.</summary>
    public override string ToString() => Locator;
}
