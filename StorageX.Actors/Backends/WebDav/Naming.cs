namespace StorageX.Backends.WebDav;

/// <summary>How a file gets its name on a server.</summary>
internal enum Naming
{
    /// <summary>It is moved to a URL.</summary>
    ByUrl,

    /// <summary>It is moved to a path.</summary>
    ByPath,

    /// <summary>It is sent under it.</summary>
    AtOnce,
}
