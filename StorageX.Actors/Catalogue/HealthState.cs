namespace StorageX;

/// <summary>How a stored file is.</summary>
public enum HealthState
{
    /// <summary>Every image is there.</summary>
    Whole,

    /// <summary>It can be restored whole, but images are lost or altered, or could not be asked for.</summary>
    Weakened,

    /// <summary>It cannot be restored now; what is missing may be on hosts that could not be asked.</summary>
    Unreachable,

    /// <summary>Parts of it are gone for good.</summary>
    NotRestorable,
}
