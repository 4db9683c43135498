using System.Security.Cryptography;

namespace StorageX.Backends.Http;

/// <summary>
/// Remembers for which image a host gave each of its last URLs. A host that gives one URL for two images gives a picture of its own
/// instead of them, and has kept neither. Safe for many threads.
/// </summary>
internal sealed class GivenUrls
{
    private const int Most = 1024;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _images = [];
    private readonly Queue<string> _order = new();

    /// <summary>Whether a URL was given for another image; else remembers that it was given for this one.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="image">The image's bytes.</param>
    /// <param name="identity">32 bytes that only images of this content have; none if they are not known.</param>
    public bool IsAnothers(string url, ReadOnlySpan<byte> image, ReadOnlySpan<byte> identity)
    {
        var digest = identity.Length > 0 ? identity.ToArray() : SHA256.HashData(image);
        lock (_gate)
        {
            if (_images.TryGetValue(url, out var known))
                return !digest.AsSpan().SequenceEqual(known);
            _images.Add(url, digest);
            _order.Enqueue(url);
            if (_order.Count > Most)
                _images.Remove(_order.Dequeue());
            return false;
        }
    }
}
