using System.Security.Cryptography;

namespace StorageX.Manifests;

/// <summary>The manifests that were read on the way from a key to the pieces of its file.</summary>
/// <param name="key">The key.</param>
internal sealed class ManifestTrail(ShareKey key)
{
    private readonly List<Manifest> _levels = [];

    /// <summary>What all images of the root must carry; null before it was read.</summary>
    public ManifestPiece? Root { get; private set; }

    /// <summary>The manifests, from the root down to the one that lists the file's pieces.</summary>
    public IReadOnlyList<Manifest> Levels => _levels;

    /// <summary>Takes the root's text.</summary>
    public void Began(ReadOnlySpan<byte> text) =>
        Root = new ManifestPiece(0, key.Locator, 0, text.Length, Checksum.Of(SHA256.HashData(text)), key.Secret) { Mirrors = key.Mirrors };

    /// <summary>Takes the next manifest.</summary>
    public void Add(Manifest manifest) => _levels.Add(manifest);
}
