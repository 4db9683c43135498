namespace StorageX.Examining;

/// <summary>What became of an image.</summary>
internal enum ImageFate
{
    /// <summary>It is there, and as it should be as far as was looked.</summary>
    There,

    /// <summary>Its host has it no more.</summary>
    Lost,

    /// <summary>It is there with other bytes.</summary>
    Altered,

    /// <summary>Its host could not be asked.</summary>
    Unknown,
}
