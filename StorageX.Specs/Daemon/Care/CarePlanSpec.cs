using Shouldly;
using StorageX.Catalogue;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Care;
using Xunit;

namespace StorageX.Specs.Daemon.Care;

/// <summary>What the daemon's care does next, at any moment.</summary>
public sealed class CarePlanSpec
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(7);
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<long, CareTries> _tries = [];

    [Fact]
    public void Unless_it_is_set_nothing_is_ever_done() =>
        new CarePlan(new CareSettings(null, 2)).Next([Weak(1, days: 400, spare: 0)], _tries, Now).ShouldBe(new CareStep.Rest(null));

    [Fact]
    public void The_file_whose_last_look_is_oldest_is_looked_at_when_it_is_due() =>
        Next(Whole(1, days: 8), Whole(2, days: 9), Whole(3, days: 1)).ShouldBeOfType<CareStep.Look>().Upload.Id.ShouldBe(2);

    [Fact]
    public void Nothing_is_done_before_its_time() => Next(Whole(1, days: 6), Whole(2, days: 2)).ShouldBe(new CareStep.Rest(Now.AddDays(1)));

    [Fact]
    public void A_file_that_nobody_has_looked_at_is_due_so_long_after_its_upload()
    {
        Next(Upload(1, days: 6)).ShouldBe(new CareStep.Rest(Now.AddDays(1)));
        Next(Upload(1, days: 7)).ShouldBeOfType<CareStep.Look>();
    }

    [Fact]
    public void A_look_that_left_no_word_is_not_made_again_before_the_next_is_due()
    {
        _tries[1] = new(Now.AddDays(-3), null);
        Next(Whole(1, days: 10)).ShouldBe(new CareStep.Rest(Now.AddDays(4)));
    }

    [Theory]
    [InlineData(HealthState.Weakened, 1, true)]
    [InlineData(HealthState.Weakened, 2, false)]   // it survives enough
    [InlineData(HealthState.Whole, 0, false)]      // nothing is missing
    [InlineData(HealthState.Unreachable, null, false)]
    [InlineData(HealthState.NotRestorable, null, false)]
    public void A_file_is_repaired_that_has_lost_images_and_survives_too_few_more(HealthState state, int? spare, bool repaired)
    {
        var upload = Upload(1, days: 20) with { Health = new PastHealth(Now.AddDays(-1), state) { SpareImages = spare } };
        (Next(upload) is CareStep.Repair).ShouldBe(repaired);
    }

    [Fact]
    public void The_weakest_file_is_repaired_first_and_before_any_look() =>
        Next(Whole(1, days: 30), Weak(2, days: 1, spare: 1), Weak(3, days: 1, spare: 0)).ShouldBeOfType<CareStep.Repair>().Upload.Id.ShouldBe(3);

    [Fact]
    public void A_file_that_was_repaired_is_not_repaired_again_before_it_was_looked_at()
    {
        _tries[1] = new(null, (Now.AddHours(-1), Failed: false));
        Next(Weak(1, days: 1, spare: 0)).ShouldBeOfType<CareStep.Rest>();
        _tries[1] = new(null, (Now.AddDays(-2), Failed: false));
        Next(Weak(1, days: 1, spare: 0)).ShouldBeOfType<CareStep.Repair>();
    }

    [Fact]
    public void A_repair_that_failed_is_tried_again_only_after_a_look_and_when_the_next_look_is_due()
    {
        _tries[1] = new(null, (Now.AddDays(-6), Failed: true));
        Next(Weak(1, days: 1, spare: 0)).ShouldBeOfType<CareStep.Rest>("it was looked at by hand, but the repair has just failed");
        _tries[1] = new(null, (Now.AddDays(-7), Failed: true));
        Next(Weak(1, days: 8, spare: 0)).ShouldBeOfType<CareStep.Look>("nothing is known that the repair did not know");
        Next(Weak(1, days: 1, spare: 0)).ShouldBeOfType<CareStep.Repair>();
    }

    [Fact]
    public void An_upload_that_has_the_key_of_another_is_cared_for_once() =>
        Next(Whole(2, days: 1) with { Key = "one" }, Whole(1, days: 1) with { Key = "one" }, Whole(3, days: 3)).ShouldBe(new CareStep.Rest(Now.AddDays(4)));

    private static PastUpload Upload(long id, double days) => new(id, $"file {id}", 100, "host", $"key {id}", 2, 1, Now.AddDays(-days));

    private static PastUpload Whole(long id, double days) => Upload(id, 100) with { Health = new PastHealth(Now.AddDays(-days), HealthState.Whole) { SpareImages = 0 } };

    private static PastUpload Weak(long id, double days, int spare) => Upload(id, 100) with { Health = new PastHealth(Now.AddDays(-days), HealthState.Weakened) { SpareImages = spare } };

    private CareStep Next(params PastUpload[] uploads) => new CarePlan(new CareSettings(Every, 2)).Next(uploads, _tries, Now);
}
