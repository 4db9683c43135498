using Microsoft.Extensions.Time.Testing;
using Shouldly;
using StorageX.Catalogue;
using StorageX.Catalogue.Sqlite;
using Xunit;

namespace StorageX.Specs.Catalogue;

public sealed class CatalogueFileSpec : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everyone = Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private readonly CataloguePlace _place = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Nothing_is_made_before_the_catalogue_is_used()
    {
        using (_place.Open(_time))
            Directory.Exists(_place.Data).ShouldBeFalse();
        Directory.Exists(_place.Data).ShouldBeFalse();
    }

    [Fact]
    public void Only_the_file_itself_is_left_when_the_catalogue_is_closed()
    {
        using (var catalogue = _place.Open(_time))
            catalogue.Remember(0);

        _place.Names.ShouldBe(["catalogue.db"]);
    }

    [Fact]
    public void The_owner_alone_may_read_the_directory_the_file_and_its_log()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var catalogue = _place.Open(_time);
        catalogue.Remember(0);

        File.GetUnixFileMode(_place.Data).ShouldBe(Owner | UnixFileMode.UserExecute);
        foreach (var name in new[] { "", "-wal", "-shm" })
            File.GetUnixFileMode(_place.File + name).ShouldBe(Owner, name);
    }

    [Fact]
    public void A_file_that_others_could_read_is_closed_to_them_and_a_directory_that_exists_stays_as_it_is()
    {
        if (OperatingSystem.IsWindows())
            return;
        using (var catalogue = _place.Open(_time))
            catalogue.Remember(0);
        File.SetUnixFileMode(_place.File, Everyone);
        File.SetUnixFileMode(_place.Data, Everyone | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);

        using var again = _place.Open(_time);
        again.Known(0, 1).ShouldBe(1);
        again.Remember(1);
        File.GetUnixFileMode(_place.File).ShouldBe(Owner);
        File.GetUnixFileMode(_place.File + "-wal").ShouldBe(Owner);
        File.GetUnixFileMode(_place.Data).ShouldBe(Everyone | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
    }

    [Fact]
    public void A_catalogue_of_a_newer_program_is_not_touched()
    {
        using (var catalogue = _place.Open(_time))
            catalogue.Remember(0);
        using (var database = SqliteDatabase.Open(_place.File))
            database.Execute($"PRAGMA user_version = {CatalogueFile.Version + 1}");
        var bytes = File.ReadAllBytes(_place.File);

        using (var catalogue = _place.Open(_time))
        {
            MustRememberNothing(catalogue);
            catalogue.Warning.ShouldNotBeNull().ShouldContain("newer");
        }

        File.ReadAllBytes(_place.File).ShouldBe(bytes);
        _place.Names.ShouldBe(["catalogue.db"]);
    }

    [Fact]
    public void Somebody_elses_database_is_moved_aside()
    {
        Directory.CreateDirectory(_place.Data);
        File.WriteAllBytes(_place.File, []);
        using (var database = SqliteDatabase.Open(_place.File))
            database.Execute("CREATE TABLE pieces (mine)");

        using var catalogue = _place.Open(_time);
        catalogue.Remember(0);
        catalogue.Known(0, 1).ShouldBe(1);
        catalogue.Warning.ShouldNotBeNull().ShouldContain("it holds no catalogue");
    }

    [Fact]
    public void Where_no_file_can_be_made_nothing_is_remembered_and_nothing_is_thrown()
    {
        File.WriteAllText(_place.Data, "a file where the directory should be");
        using var catalogue = _place.Open(_time);

        MustRememberNothing(catalogue);
        catalogue.Warning.ShouldNotBeNull().ShouldStartWith($"{_place.File}: cannot be used (");
        catalogue.Warning.ShouldNotContain('\n');
        File.Delete(_place.Data);
    }

    [SmallDiskFact]
    public void A_catalogue_on_a_disk_that_may_only_be_read_remembers_nothing()
    {
        using (var catalogue = _place.Open(_time))
            catalogue.Remember(0);
        using var mount = Mounted.ReadOnly(_place.Data);
        using var again = _place.Open(_time);

        again.Remember(1);
        again.Find(1).ShouldBeNull();
        again.RememberUpload("a", 1, "images", "key", 2, 1);
        again.Warning.ShouldNotBeNull().ShouldNotContain('\n');
    }

    [SmallDiskFact]
    public void A_disk_that_is_full_from_the_start_costs_a_warning()
    {
        Directory.CreateDirectory(_place.Data);
        using var mount = Mounted.Memory(_place.Data, kilobytes: 64);
        File.WriteAllBytes(Path.Combine(_place.Data, "ballast"), new byte[60 << 10]);
        using var catalogue = _place.Open(_time);

        MustRememberNothing(catalogue);
        catalogue.Warning.ShouldNotBeNull();
        _place.Names.ShouldBe(["ballast"]);
    }

    [SmallDiskFact]
    public void A_disk_that_fills_up_costs_a_warning_and_what_waited_goes_in_when_there_is_room()
    {
        Directory.CreateDirectory(_place.Data);
        using var mount = Mounted.Memory(_place.Data, kilobytes: 512);
        File.WriteAllBytes(Path.Combine(_place.Data, "ballast"), new byte[256 << 10]);
        using var catalogue = _place.Open(_time);
        catalogue.Remember(0, 1000);
        catalogue.Warning.ShouldNotBeNull().ShouldContain("cannot be written");
        catalogue.Known(0, 1000).ShouldBeInRange(1, 999);

        File.Delete(Path.Combine(_place.Data, "ballast"));
        _time.Advance(PieceCatalogue.RetryPause);
        catalogue.Remember(1000);
        catalogue.Known(0, 1001).ShouldBe(1001);
    }

    [Fact]
    public void A_look_up_goes_straight_down_one_tree_however_many_pieces_there_are()
    {
        using (var catalogue = _place.Open(_time))
            catalogue.Remember(0);
        using var database = SqliteDatabase.Open(_place.File);
        var plan = database.Prepare("EXPLAIN QUERY PLAN " + PieceTable.FindSql);

        plan.Step().ShouldBeTrue();
        plan.Text(3).ShouldBe("SEARCH pieces USING PRIMARY KEY (backend=? AND variant=? AND digest=?)");
        plan.Step().ShouldBeFalse();
    }

    private static void MustRememberNothing(PieceCatalogue catalogue)
    {
        catalogue.Remember(0);
        catalogue.MarkChecked(Pieces.Backend, Pieces.Variant, Pieces.Digest(0));
        catalogue.Find(0).ShouldBeNull();
        catalogue.Forget(Pieces.Backend, Pieces.Variant, Pieces.Digest(0));
        catalogue.RememberUpload("a", 1, "images", "key", 2, 1);
        catalogue.Uploads().ShouldBeEmpty();
        catalogue.ForgetUpload(1);
    }
}
