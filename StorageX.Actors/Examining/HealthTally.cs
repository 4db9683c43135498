using StorageX.Manifests;
using StorageX.Telemetry;

namespace StorageX.Examining;

/// <summary>Counts what became of a file's images, set by set, and keeps no set that is done with.</summary>
internal sealed class HealthTally
{
    private readonly SortedDictionary<string, HostHealth> _hosts = new(StringComparer.Ordinal);
    private readonly List<GonePiece> _gone = [];
    private readonly HealthPicture _picture = new();
    private int _spareImages = int.MaxValue;
    private int _spareHosts = int.MaxValue;
    private bool _isGone;
    private bool _isShort;

    /// <summary>Takes what became of an image.</summary>
    /// <param name="set">Its set.</param>
    /// <param name="image">The image.</param>
    /// <param name="fate">What became of it.</param>
    public void Found(ImageSet set, SetImage image, ImageFate fate)
    {
        var host = _hosts.GetValueOrDefault(image.Host) ?? new HostHealth(image.Host);
        host = host with { Images = host.Images + 1 };
        _hosts[image.Host] = fate switch
        {
            ImageFate.There => host with { There = host.There + 1 },
            ImageFate.Lost => host with { Lost = host.Lost + 1 },
            ImageFate.Altered => host with { Altered = host.Altered + 1 },
            _ => host with { Unknown = host.Unknown + 1 },
        };
        EngineMeter.CountLook(image.Host, fate.ToString().ToLowerInvariant());
        set.Found(image, fate);
        if (set.IsKnown)
            Close(set);
    }

    /// <summary>What was found, when all images have been counted.</summary>
    /// <param name="manifest">What the key leads to.</param>
    /// <param name="existenceOnly">Whether the hosts were only asked what they have.</param>
    public HealthReport Report(Manifest manifest, bool existenceOnly)
    {
        var isRestorable = !_isGone && !_isShort;
        return new HealthReport(manifest, StateNow(), [.. _hosts.Values], [.. _gone.OrderBy(piece => piece.Seq)])
        {
            ExistenceOnly = existenceOnly,
            Stretches = _picture.Stretches,
            SpareImages = isRestorable ? _spareImages : null,
            SpareHosts = isRestorable ? _spareHosts : null,
        };
    }

    private HealthState StateNow() => _isGone ? HealthState.NotRestorable
        : _isShort ? HealthState.Unreachable
        : _hosts.Values.All(host => host.There == host.Images) ? HealthState.Whole
        : HealthState.Weakened;

    private void Close(ImageSet set)
    {
        if (set.IsRestorable)
        {
            var spare = set.SpareImages();
            _picture.Add(set.Number, new HealthStretch(1, set.IsWhole ? HealthState.Whole : HealthState.Weakened, spare));
            _spareImages = Math.Min(_spareImages, spare);
            _spareHosts = Math.Min(_spareHosts, set.SpareHosts());
        }
        else if (set.IsGone)
        {
            _picture.Add(set.Number, new HealthStretch(1, HealthState.NotRestorable, null));
            _isGone = true;
            _gone.AddRange(set.Gone);
        }
        else
        {
            _picture.Add(set.Number, new HealthStretch(1, HealthState.Unreachable, null));
            _isShort = true;
        }
    }
}
