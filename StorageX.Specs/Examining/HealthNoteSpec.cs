using Shouldly;
using StorageX.Examining;
using StorageX.Manifests;
using Xunit;

namespace StorageX.Specs.Examining;

/// <summary>What is kept of a look at a file, and what a later look changes of it.</summary>
public sealed class HealthNoteSpec
{
    private static readonly DateTimeOffset Earlier = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Now = Earlier.AddDays(1);
    private static readonly ManifestPiece Piece = new(0, "memory://a/1", 0, 10, "");
    private static readonly ManifestPiece Copied = Piece with { Mirrors = ["memory://b/1"] };
    private static readonly ShareKey Single = new("memory://a/root", null);
    private static readonly ShareKey Further = new("memory://a/root", null, ["memory://b/root"]);

    [Fact]
    public void A_verify_without_a_defect_says_whole_and_not_that_nothing_is_missing() =>
        HealthNote.Of(Verified(Copied), Further, Now).ShouldBe(new PastHealth(Now, HealthState.Whole));

    [Fact]
    public void A_verify_of_a_file_that_has_nothing_to_spare_has_looked_at_all_there_is() =>
        HealthNote.Of(Verified(Piece), Single, Now).ShouldBe(new PastHealth(Now, HealthState.Whole) { Missing = 0, SpareImages = 0, SpareHosts = 0 });

    [Fact]
    public void A_verify_that_restored_pieces_says_weakened() =>
        HealthNote.Of(Verified(Copied) with { Restored = 1 }, Further, Now).ShouldBe(new PastHealth(Now, HealthState.Weakened));

    [Fact]
    public void A_verify_with_defects_says_not_restorable_only_where_no_other_host_could_have_the_piece()
    {
        HealthNote.Of(Verified(Piece, new PieceDefect(Piece, TransferErrorKind.Lost, "")), Single, Now).State.ShouldBe(HealthState.NotRestorable);
        HealthNote.Of(Verified(Copied, new PieceDefect(Copied, TransferErrorKind.Lost, "")), Further, Now).State.ShouldBe(HealthState.Unreachable);
    }

    [Theory]
    [InlineData(TransferErrorKind.Lost, false, HealthState.NotRestorable)]
    [InlineData(TransferErrorKind.Corrupt, false, HealthState.NotRestorable)]
    [InlineData(TransferErrorKind.Lost, true, HealthState.Unreachable)]
    [InlineData(TransferErrorKind.Refused, false, HealthState.Unreachable)]
    [InlineData(TransferErrorKind.Failed, false, null)]
    public void A_manifest_that_cannot_be_had_says_so_unless_the_fault_is_here(TransferErrorKind kind, bool further, HealthState? state) =>
        HealthNote.Of(new TransferException(kind, "a"), further ? Further : Single, true, Now).ShouldBe(state is { } known ? new PastHealth(Now, known) { ExistenceOnly = true } : null);

    [Theory]
    [InlineData(HealthState.Weakened)]
    [InlineData(HealthState.Whole)]
    public void A_verify_leaves_what_a_health_has_counted(HealthState state)
    {
        var counted = new PastHealth(Earlier, state) { Missing = 3, SpareImages = 1, SpareHosts = 1 };
        HealthNote.After(counted, new PastHealth(Now, HealthState.Whole)).ShouldBe(counted);
    }

    [Fact]
    public void No_verify_turns_weakened_into_whole()
    {
        var weakened = new PastHealth(Earlier, HealthState.Weakened);
        foreach (var found in new[] { new PastHealth(Now, HealthState.Whole), new PastHealth(Now, HealthState.Whole) { Missing = 0, SpareImages = 0, SpareHosts = 0 } })
            HealthNote.After(weakened, found).ShouldBe(weakened);
    }

    [Theory]
    [InlineData(HealthState.NotRestorable)]
    [InlineData(HealthState.Unreachable)]
    public void What_can_be_restored_again_is_weakened_until_all_of_it_is_looked_at(HealthState before)
    {
        HealthNote.After(new PastHealth(Earlier, before) { Missing = 3 }, new PastHealth(Now, HealthState.Whole)).ShouldBe(new PastHealth(Now, HealthState.Weakened));
        var all = new PastHealth(Now, HealthState.Whole) { Missing = 0, SpareImages = 0, SpareHosts = 0 };
        HealthNote.After(new PastHealth(Earlier, before), all).ShouldBe(all);
    }

    [Fact]
    public void A_host_that_says_that_it_has_an_image_does_not_make_good_what_was_compared()
    {
        var compared = new PastHealth(Earlier, HealthState.NotRestorable) { Missing = 1 };
        HealthNote.After(compared, new PastHealth(Now, HealthState.Whole) { ExistenceOnly = true, Missing = 0 }).ShouldBe(compared);
        var whole = new PastHealth(Earlier, HealthState.Whole);
        HealthNote.After(whole, new PastHealth(Now, HealthState.Whole) { ExistenceOnly = true }).ShouldBe(whole);
        HealthNote.After(whole with { ExistenceOnly = true }, new PastHealth(Now, HealthState.Whole)).ShouldBe(new PastHealth(Now, HealthState.Whole));
    }

    [Fact]
    public void What_is_gone_for_good_stays_gone_while_a_host_cannot_be_asked()
    {
        var gone = new PastHealth(Earlier, HealthState.NotRestorable) { Missing = 1 };
        HealthNote.After(gone, new PastHealth(Now, HealthState.Unreachable)).ShouldBe(gone);
        HealthNote.After(new PastHealth(Earlier, HealthState.Whole), new PastHealth(Now, HealthState.Unreachable)).State.ShouldBe(HealthState.Unreachable);
        HealthNote.After(null, gone).ShouldBe(gone);
    }

    private static VerifyReport Verified(ManifestPiece piece, params PieceDefect[] defects) => new(new Manifest(2, "a", 32, 32, [piece]), defects);
}
