using StorageX.Backends;
using StorageX.Catalogue;
using StorageX.Examining;

namespace StorageX.Repair;

/// <summary>
/// Which images of a file are there, as a look at all of them found: 8 bytes are kept for each that is not. Two locators whose ids are equal only
/// cost an image that is sent although it was there.
/// </summary>
internal sealed class SoundImages
{
    private readonly HashSet<long> _missing = [];
    private readonly Dictionary<string, ImageFate> _roots = [];
    private readonly Dictionary<IImageBackend, bool> _hosts = [];

    /// <summary>How many images a piece of the file has, at most.</summary>
    public int Copies { get; private set; } = 1;

    /// <summary>The hosts that answered for one of the images at least.</summary>
    public IEnumerable<IImageBackend> HostsThere => _hosts.Where(host => host.Value).Select(host => host.Key);

    /// <summary>Whether a host has images of the file, and answered for none of them.</summary>
    public bool IsAway(IImageBackend host) => _hosts.TryGetValue(host, out var answers) && !answers;

    /// <summary>Takes what became of an image.</summary>
    public void Found(SetImage image, ImageFate fate)
    {
        if (fate != ImageFate.There)
            _missing.Add(ImageId.Of(image.Locator));
        if (image.Member.Kind == SetMember.Role.Root)
            _roots[image.Locator] = fate;
        else if (image.Member.Kind == SetMember.Role.File)
            Copies = Math.Max(Copies, 1 + image.Member.Piece.Mirrors.Count);
        if (image.Backend is { } host)
            _hosts[host] = _hosts.GetValueOrDefault(host) || fate != ImageFate.Unknown;
    }

    /// <summary>Whether an image is there, and as it should be as far as was looked.</summary>
    public bool Has(string locator) => !_missing.Contains(ImageId.Of(locator));

    /// <summary>What became of an image of the root.</summary>
    public ImageFate RootFate(string locator) => _roots.GetValueOrDefault(locator, ImageFate.Unknown);
}
