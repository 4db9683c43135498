namespace StorageX.Images;

/// <summary>How the pixels of a picture are compressed.</summary>
public enum PixelCompression
{
    /// <summary>Not at all: the payload stands in stored blocks (RFC 1951, section 3.2.4); only padding is squeezed.</summary>
    Stored,

    /// <summary>With a fast deflate level where a sample of the payload shows that it pays, else not at all.</summary>
    WhereItPays,
}
