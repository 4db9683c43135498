using Shouldly;
using StorageX.Catalogue;
using StorageX.Pacing;
using Xunit;

namespace StorageX.Specs.Catalogue;

public sealed class BudgetFileSpec : IDisposable
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly ImageBudget[] Twenty = [new(20, TimeSpan.FromHours(1))];
    private readonly TemporaryDirectory _folder = new();

    private string File => _folder["data/budgets.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_budget_that_is_spent_is_still_spent_after_a_restart()
    {
        using (var before = new BudgetFile(File))
            Spend(before, Start).ShouldBe(20);
        using var after = new BudgetFile(File);
        after.TrySpend("host", Twenty, Start + TimeSpan.FromMinutes(1), out var at).ShouldBeFalse();
        at.ShouldBe(Start + TimeSpan.FromHours(1));
        Spend(after, at).ShouldBe(20);
        after.Warning.ShouldBeNull();
    }

    [Fact]
    public void Two_that_share_the_file_share_the_budget_to_the_last_image()
    {
        using var first = new BudgetFile(File);
        using var second = new BudgetFile(File);
        var spent = 0;
        Parallel.For(0, 4, worker =>
        {
            for (var image = 0; image < 20; image++)
            {
                if ((worker % 2 == 0 ? first : second).TrySpend("host", Twenty, Start, out _))
                    Interlocked.Increment(ref spent);
            }
        });
        spent.ShouldBe(20);
        (first.Warning, second.Warning).ShouldBe((null, null));
    }

    [Fact]
    public void An_image_that_is_taken_back_can_be_spent_by_another()
    {
        using var first = new BudgetFile(File);
        using var second = new BudgetFile(File);
        Spend(first, Start).ShouldBe(20);
        first.TrySpend("host", Twenty, Start, out _).ShouldBeFalse();
        first.Refund("host", Start);
        second.TrySpend("host", Twenty, Start, out _).ShouldBeTrue();
        first.TrySpend("host", Twenty, Start, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_damaged_file_is_made_anew_and_told()
    {
        Directory.CreateDirectory(_folder["data"]);
        _folder.Write("data/budgets.db", "this is no database, whatever its name says, and it is long enough to show it"u8.ToArray());
        using var ledger = new BudgetFile(File);
        Spend(ledger, Start).ShouldBe(20);
        ledger.Warning!.ShouldContain("budgets.db");
        using var another = new BudgetFile(File);
        another.TrySpend("host", Twenty, Start, out _).ShouldBeFalse();
        another.Warning.ShouldBeNull();
    }

    [Fact]
    public void Where_the_file_cannot_be_the_budget_is_kept_all_the_same()
    {
        _folder.Write("data", [1]);
        using var ledger = new BudgetFile(File);
        Spend(ledger, Start).ShouldBe(20);
        ledger.Warning!.ShouldContain("budgets.db");
    }

    private static int Spend(BudgetFile ledger, DateTimeOffset now) =>
        Enumerable.Range(0, 25).Count(_ => ledger.TrySpend("host", Twenty, now, out var _));
}
