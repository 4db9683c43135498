using Shouldly;
using StorageX.Examining;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Specs.Backends;
using Xunit;

namespace StorageX.Specs.Examining;

/// <summary>What a set of images survives at worst.</summary>
public sealed class ImageSetSpec
{
    [Theory]
    [InlineData("a b c d p q", 4, 2)] // each piece has an image of its own
    [InlineData("a a p q", 2, 1)] // one image that is lost takes two pieces with it
    [InlineData("a a b p", 3, 0)]
    [InlineData("a+b+c", 1, 2)] // copies: the last one counts
    [InlineData("a+b c+d p+q", 2, 3)] // copies of a group: two pieces, each with both of its images
    [InlineData("a+b c p", 2, 1)] // the pieces with the fewest copies go first
    public void A_set_survives_as_many_images_as_its_worst_losses_leave(string images, int needed, int spare)
    {
        var set = Known(images, needed, _ => ImageFate.There);
        set.SpareImages().ShouldBe(spare);
        var letters = set.Images.Select(image => image.Locator).ToList();
        Subsets(letters, spare).ShouldAllBe(lost => Known(images, needed, locator => lost.Contains(locator) ? ImageFate.Lost : ImageFate.There).IsRestorable);
        Subsets(letters, spare + 1).ShouldContain(lost => Known(images, needed, locator => lost.Contains(locator) ? ImageFate.Lost : ImageFate.There).IsGone);
    }

    [Fact]
    public void What_may_still_be_there_is_neither_restorable_nor_gone()
    {
        var set = Known("a b p", 2, locator => locator == "a" ? ImageFate.There : locator == "b" ? ImageFate.Lost : ImageFate.Unknown);
        (set.IsRestorable, set.IsGone).ShouldBe((false, false));
    }

    private static ImageSet Known(string images, int needed, Func<string, ImageFate> fate)
    {
        var memory = new MemoryBackend();
        var members = images.Split(' ').Select((places, seq) => Member(seq, places.Split('+'))).ToList();
        var set = new ImageSet(needed, members, _ => memory);
        foreach (var image in set.Images)
            set.Found(image, fate(image.Locator));
        set.IsKnown.ShouldBeTrue();
        return set;
    }

    private static SetMember Member(int seq, string[] places)
    {
        var piece = new ManifestPiece(seq, places[0], 0, 1, "") { Mirrors = [.. places.Skip(1)] };
        return new SetMember(piece, PieceOpening.Parity(piece), 1, SetMember.Role.File);
    }

    private static IEnumerable<IReadOnlyList<string>> Subsets(IReadOnlyList<string> all, int count) => count == 0 ? [[]]
        : all.SelectMany((one, at) => Subsets([.. all.Skip(at + 1)], count - 1).Select(rest => (IReadOnlyList<string>)[one, .. rest]));
}
