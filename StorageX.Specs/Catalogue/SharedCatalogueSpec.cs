using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using StorageX.Catalogue;
using Xunit;

namespace StorageX.Specs.Catalogue;

public sealed class SharedCatalogueSpec : IDisposable
{
    private readonly CataloguePlace _place = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void What_one_catalogue_remembers_another_on_the_same_file_finds_at_once()
    {
        using var first = _place.Open(_time);
        using var second = _place.Open(_time);
        for (var number = 0; number < 100; number++)
        {
            first.Remember(2 * number);
            second.Find(2 * number).ShouldNotBeNull();
            second.Remember((2 * number) + 1);
            first.Find((2 * number) + 1).ShouldNotBeNull();
        }

        first.Warning.ShouldBeNull();
        second.Warning.ShouldBeNull();
    }

    [Fact]
    public void Many_that_open_one_new_file_at_once_all_work_on_the_same()
    {
        const int Catalogues = 8;
        const int Each = 50;
        Parallel.For(0, Catalogues, new ParallelOptions { MaxDegreeOfParallelism = Catalogues }, catalogue =>
        {
            using var own = _place.Open(_time);
            own.Remember(catalogue * Each, Each);
            own.Warning.ShouldBeNull();
        });

        using var all = _place.Open(_time);
        all.Known(0, Catalogues * Each).ShouldBe(Catalogues * Each);
        _place.Names.ShouldBe(["catalogue.db", "catalogue.db-shm", "catalogue.db-wal"]);
    }

    [Fact]
    public void One_catalogue_serves_many_threads()
    {
        const int Threads = 8;
        const int Each = 200;
        using var catalogue = _place.Open(_time);
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (var number = thread * Each; number < (thread + 1) * Each; number++)
            {
                catalogue.Remember(number);
                catalogue.Known(number, 1).ShouldBe(1);
            }
        });

        catalogue.Known(0, Threads * Each).ShouldBe(Threads * Each);
        catalogue.Warning.ShouldBeNull();
    }

    [Fact]
    public void A_process_that_holds_the_file_costs_one_wait_and_nothing_is_forgotten()
    {
        using var catalogue = _place.Open(_time);
        catalogue.Remember(0);
        using (CatalogueProcess.Holding(_place.File))
        {
            var watch = Stopwatch.StartNew();
            catalogue.Remember(1, 1000);
            watch.Elapsed.ShouldBeLessThan(PieceCatalogue.BusyTimeout + TimeSpan.FromSeconds(5));
            catalogue.Known(0, 1).ShouldBe(1);
            catalogue.Warning.ShouldNotBeNull().ShouldContain("held by another program");
            _time.Advance(PieceCatalogue.RetryPause);
            watch.Restart();
            catalogue.Remember(1001);
            watch.Elapsed.ShouldBeLessThan(PieceCatalogue.BusyTimeout);
        }

        _time.Advance(PieceCatalogue.RetryPause);
        catalogue.Remember(1002);
        catalogue.Known(0, 1003).ShouldBe(1003);
    }

    [Fact]
    public void What_waited_for_a_process_to_let_go_is_written_when_the_catalogue_is_closed()
    {
        using (var catalogue = _place.Open(_time))
        {
            catalogue.Remember(0);
            using (CatalogueProcess.Holding(_place.File))
            {
                catalogue.Remember(1);
                catalogue.RememberUpload("film.mkv", 1, "images", "key", 2, 1);
            }
        }

        using var again = _place.Open(_time);
        again.Known(0, 2).ShouldBe(2);
        again.Uploads().ShouldHaveSingleItem().Key.ShouldBe("key");
    }

    [Fact]
    public void Of_more_changes_than_may_wait_the_oldest_are_given_up()
    {
        using var catalogue = _place.Open(_time);
        catalogue.Remember(0);
        using (CatalogueProcess.Holding(_place.File))
            catalogue.Remember(1, PieceCatalogue.MostWaiting + 10);

        _time.Advance(PieceCatalogue.RetryPause);
        catalogue.MarkChecked(Pieces.Backend, Pieces.Variant, Pieces.Digest(0));
        catalogue.Known(1, 11).ShouldBe(0);
        catalogue.Known(12, PieceCatalogue.MostWaiting - 1).ShouldBe(PieceCatalogue.MostWaiting - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(2500)]
    public async Task What_a_killed_process_acknowledged_is_there(int acknowledged)
    {
        using var process = CatalogueProcess.Remembering(_place.File);
        for (var number = 0; number < acknowledged; number++)
            (await process.ReadLineAsync()).ShouldBe(number.ToString());
        var last = process.Kill() ?? acknowledged - 1;

        using var catalogue = _place.Open(_time);
        catalogue.Known(0, last + 1).ShouldBe(last + 1);
        catalogue.Warning.ShouldBeNull();
        catalogue.Remember(last + 10);
        catalogue.Known(last + 10, 1).ShouldBe(1);
    }

    [Fact]
    public async Task Two_processes_that_remember_at_once_lose_nothing()
    {
        const int Each = 500;
        using var process = CatalogueProcess.Remembering(_place.File);
        using var catalogue = _place.Open(_time);
        var theirs = 0;
        for (var number = 0; number < Each; number++)
        {
            catalogue.Remember(1_000_000 + number);
            (await process.ReadLineAsync()).ShouldBe(theirs++.ToString());
        }

        process.Kill();
        catalogue.Known(1_000_000, Each).ShouldBe(Each);
        catalogue.Known(0, theirs).ShouldBe(theirs);
        catalogue.Warning.ShouldBeNull();
    }
}
