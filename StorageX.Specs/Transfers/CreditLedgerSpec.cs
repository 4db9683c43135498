using Shouldly;
using StorageX.Transfers;
using Xunit;

namespace StorageX.Specs.Transfers;

/// <summary>The pieces in memory, counted for all transfers together.</summary>
public sealed class CreditLedgerSpec
{
    private readonly CreditLedger _ledger = new(3);
    private readonly List<string> _granted = [];

    [Fact]
    public void A_transfer_has_its_first_credit_although_all_are_given()
    {
        var hog = Open("hog");
        Take(hog, 3).ShouldBe(3);
        Open("late").TryTake().ShouldBeTrue();
        _ledger.Given.ShouldBe(4);
    }

    [Fact]
    public void Beyond_its_first_a_transfer_waits_while_all_are_given()
    {
        var hog = Open("hog");
        Take(hog, 5).ShouldBe(3);
        _granted.ShouldBeEmpty();
        hog.Release();
        _granted.ShouldBe(["hog"]);
        hog.TryTake().ShouldBeTrue();
        _ledger.Given.ShouldBe(3);
    }

    [Fact]
    public void Those_that_wait_get_theirs_in_the_order_in_which_they_asked()
    {
        var (hog, second, third) = (Open("hog"), Open("second"), Open("third"));
        Take(hog, 3);
        Take(second, 2).ShouldBe(1);
        Take(third, 2).ShouldBe(1);
        hog.TryTake().ShouldBeFalse();
        for (var i = 0; i < 3; i++)
            hog.Release();
        _granted.ShouldBe(["second"]);
        second.Release();
        _granted.ShouldBe(["second", "third"]);
        third.Release();
        _granted.ShouldBe(["second", "third", "hog"]);
    }

    [Fact]
    public void What_was_promised_and_is_not_needed_goes_to_the_next()
    {
        var (hog, second, third) = (Open("hog"), Open("second"), Open("third"));
        Take(hog, 3);
        Take(second, 2);
        Take(third, 2);
        hog.Release();
        hog.Release();
        hog.Release();
        _granted.ShouldBe(["second"]);
        second.Decline();
        _granted.ShouldBe(["second", "third"]);
    }

    [Fact]
    public void A_transfer_that_ends_gives_back_all_it_had_and_waits_no_longer()
    {
        var (hog, second) = (Open("hog"), Open("second"));
        Take(hog, 5);
        Take(second, 2);
        second.Dispose();
        hog.Dispose();
        _granted.ShouldBeEmpty();
        _ledger.Given.ShouldBe(0);
        hog.TryTake().ShouldBeFalse();
    }

    [Fact]
    public async Task Many_threads_never_hold_more_than_the_limit_and_one_each()
    {
        const int threads = 8;
        var ledger = new CreditLedger(5);
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Run(() =>
        {
            using var account = ledger.Open(() => { });
            for (var turn = 0; turn < 2000; turn++)
            {
                var taken = Take(account, 3);
                InterlockedMax(ref most, ledger.Given);
                for (var i = 0; i < taken; i++)
                    account.Release();
                account.Decline();
            }
        })));
        most.ShouldBeInRange(1, 5 + threads);
        ledger.Given.ShouldBe(0);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
            // Another thread was quicker.
        }
    }

    private CreditLedger.Account Open(string name) => _ledger.Open(() => _granted.Add(name));

    private static int Take(CreditLedger.Account account, int count)
    {
        var taken = 0;
        while (taken < count && account.TryTake())
            taken++;
        return taken;
    }
}
