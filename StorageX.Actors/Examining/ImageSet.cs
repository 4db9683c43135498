using StorageX.Backends;

namespace StorageX.Examining;

/// <summary>Images of which enough give all the others: those of the root, of a piece, or of a group with its parity.</summary>
internal sealed class ImageSet
{
    private readonly List<SetImage> _images = [];
    private readonly List<(SetMember Member, List<SetImage> Images)> _members = [];
    private readonly int _needed;
    private int _known;

    /// <param name="needed">How many of the pieces give all the others, 1 or more.</param>
    /// <param name="members">The pieces, as many or more.</param>
    /// <param name="ownerOf">The host of a locator; null where none may be asked.</param>
    public ImageSet(int needed, IEnumerable<SetMember> members, Func<string, IImageBackend?> ownerOf)
    {
        _needed = needed;
        var known = new Dictionary<(string Locator, string Checksum), SetImage>();
        foreach (var member in members)
        {
            var own = new List<SetImage>();
            foreach (var locator in member.Piece.Locators)
            {
                if (!known.TryGetValue((locator, member.Piece.Checksum), out var image))
                {
                    known.Add((locator, member.Piece.Checksum), image = new SetImage(locator, member, ownerOf(locator)));
                    _images.Add(image);
                }

                own.Add(image);
            }

            _members.Add((member, own));
        }
    }

    /// <summary>Its place among the sets of its file, from 0.</summary>
    public int Number { get; init; }

    /// <summary>The images, each once.</summary>
    public IReadOnlyList<SetImage> Images => _images;

    /// <summary>Whether it is known what became of each image.</summary>
    public bool IsKnown => _known == _images.Count;

    /// <summary>Whether all its images are there.</summary>
    public bool IsWhole => _images.TrueForAll(image => image.Fate == ImageFate.There);

    /// <summary>Whether all its pieces can be had from what is there.</summary>
    public bool IsRestorable => MembersThere.Count >= _needed;

    /// <summary>Whether some can not, even if all images were there whose hosts could not be asked.</summary>
    public bool IsGone => _members.Count(member => member.Images.Exists(MayBeThere)) < _needed;

    /// <summary>The parts of the file that cannot be had, in a set that is gone.</summary>
    public IEnumerable<GonePiece> Gone => _members
        .Where(member => member.Member.Kind == SetMember.Role.File && !member.Images.Exists(MayBeThere))
        .Select(member => new GonePiece(member.Member.Piece.Seq, member.Member.Piece.Offset, member.Member.Piece.Size));

    private List<List<SetImage>> MembersThere =>
        [.. _members.Select(member => member.Images.FindAll(image => image.Fate == ImageFate.There)).Where(images => images.Count > 0)];

    /// <summary>Takes what became of an image.</summary>
    public void Found(SetImage image, ImageFate fate)
    {
        image.Fate = fate;
        _known++;
    }

    /// <summary>How many more images may be lost, whichever they are; of a set that can be restored.</summary>
    public int SpareImages()
    {
        // The cheapest way to lose one piece too many: each is lost with its last image, and those that share theirs go together.
        var there = MembersThere;
        var fatal = there.Count - _needed + 1;
        var cost = new int[fatal + 1];
        Array.Fill(cost, int.MaxValue / 2, 1, fatal);
        foreach (var alike in there.GroupBy(images => string.Join(' ', images.Select(image => _images.IndexOf(image)))))
        {
            var (pieces, images) = (alike.Count(), alike.First().Count);
            for (var lost = fatal; lost > 0; lost--)
                cost[lost] = Math.Min(cost[lost], cost[Math.Max(0, lost - pieces)] + images);
        }

        return cost[fatal] - 1;
    }

    /// <summary>How many more hosts may be lost at least, whichever they are; of a set that can be restored.</summary>
    public int SpareHosts()
    {
        var there = MembersThere.ConvertAll(images => images.Select(image => image.Host).Distinct().ToList());
        var spare = there.Count - _needed;
        var hosts = 0;
        foreach (var pieces in there.SelectMany(names => names).CountBy(name => name).Select(host => host.Value).OrderDescending())
        {
            if ((spare -= pieces) < 0)
                break;
            hosts++;
        }

        return Math.Max(hosts, there.Min(names => names.Count) - 1);
    }

    private static bool MayBeThere(SetImage image) => image.Fate is ImageFate.There or ImageFate.Unknown;
}
