namespace StorageX.Containers;

/// <summary>What a container carries. The value is the byte at offset 4 of its header.</summary>
public enum ContainerKind : byte
{
    /// <summary>A piece of a file.</summary>
    Data = 1,

    /// <summary>A manifest, or a piece of the text of one that is too large for a single image.</summary>
    Manifest = 2,

    /// <summary>Bytes from which lost pieces of a file, or of such a text, are restored.</summary>
    Parity = 3,

    /// <summary>A canary that shows what a host does to pictures; never part of a file.</summary>
    Probe = 4,
}
