using Shouldly;
using StorageX.Pacing;
using Xunit;

namespace StorageX.Specs.Pacing;

public sealed class BudgetWindowSpec
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly ImageBudget[] SmMs = [new(20, TimeSpan.FromHours(1)), new(30, TimeSpan.FromDays(1))];
    private readonly BudgetMemory _ledger = new();

    [Fact]
    public void An_hour_and_then_the_day_are_spent_and_each_says_when_there_is_room()
    {
        Spend(20, Start);
        Refused(Start).ShouldBe(Start + TimeSpan.FromHours(1));
        Refused(Start + TimeSpan.FromMinutes(59)).ShouldBe(Start + TimeSpan.FromHours(1));
        Spend(10, Start + TimeSpan.FromHours(1));
        Refused(Start + TimeSpan.FromHours(1)).ShouldBe(Start + TimeSpan.FromDays(1));
        Spend(20, Start + TimeSpan.FromDays(1));
        Refused(Start + TimeSpan.FromDays(1)).ShouldBe(Start + TimeSpan.FromHours(25));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_span_of_any_period_ever_holds_more_than_its_budget(int seed)
    {
        var random = new Random(seed);
        var taken = new List<DateTimeOffset>();
        for (var now = Start; now < Start + TimeSpan.FromDays(4); now += TimeSpan.FromSeconds(random.Next(1, 120)))
        {
            if (_ledger.TrySpend("host", SmMs, now, out var at))
                taken.Add(now);
            else
                at.ShouldBeGreaterThan(now);
        }

        foreach (var budget in SmMs)
        {
            var most = taken.Max(first => taken.Count(when => when >= first && when < first + budget.Period));
            most.ShouldBe(budget.Images);
        }
    }

    [Fact]
    public void Hosts_do_not_share_a_budget()
    {
        Spend(20, Start);
        _ledger.TrySpend("another", SmMs, Start, out _).ShouldBeTrue();
    }

    [Fact]
    public void An_image_that_the_host_did_not_keep_is_taken_back()
    {
        Spend(19, Start);
        _ledger.TrySpend("host", SmMs, Start, out var at).ShouldBeTrue();
        _ledger.Refund("host", at);
        Spend(1, Start);
        Refused(Start).ShouldBe(Start + TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_clock_that_was_a_year_ahead_does_not_hold_a_host_for_a_year()
    {
        Spend(20, Start + TimeSpan.FromDays(365));
        Spend(20, Start);
    }

    [Theory]
    [InlineData("20/1h", 20, 3600)]
    [InlineData("30/d", 30, 86400)]
    [InlineData("10/90s", 10, 90)]
    [InlineData("1000000/30d", 1_000_000, 2_592_000)]
    public void A_budget_is_read(string text, int images, int seconds) =>
        ImageBudget.Parse(text).ShouldBe(new ImageBudget(images, TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("")]
    [InlineData("20")]
    [InlineData("20/")]
    [InlineData("0/1h")]
    [InlineData("20/0h")]
    [InlineData("20/31d")]
    [InlineData("20/1w")]
    [InlineData("-1/1h")]
    [InlineData("20/1h/1d")]
    public void What_is_no_budget_is_not_read(string text) => ImageBudget.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("20/1h")]
    [InlineData("30/1d")]
    [InlineData("10/90s")]
    [InlineData("5/15m")]
    public void A_budget_is_written_as_it_is_read(string text) => ImageBudget.Parse(text)!.ToString().ShouldBe(text);

    private void Spend(int images, DateTimeOffset now)
    {
        for (var image = 0; image < images; image++)
            _ledger.TrySpend("host", SmMs, now, out _).ShouldBeTrue();
    }

    private DateTimeOffset Refused(DateTimeOffset now)
    {
        _ledger.TrySpend("host", SmMs, now, out var at).ShouldBeFalse();
        return at;
    }
}
