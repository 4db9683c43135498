using Shouldly;
using StorageX.Host.Daemon.Access;
using Xunit;

namespace StorageX.Specs.Daemon.Access;

/// <summary>Which connection goes where there are too many.</summary>
public sealed class ConnectionsSpec
{
    private readonly List<string> _closed = [];

    [Fact]
    public void The_one_goes_that_has_been_idle_longest()
    {
        var all = new Connections(3, 3);
        var first = Enter(all, "a", "first");
        Enter(all, "a", "second");
        first.Ask(1);
        first.Ask(-1);
        Enter(all, "b", "third");
        Enter(all, "c", "fourth");
        _closed.ShouldBe(["second"]);
        all.Strangers.ShouldBe(3);
    }

    [Fact]
    public void The_place_that_has_the_most_gives_way()
    {
        var all = new Connections(4, 4);
        Enter(all, "a", "alone");
        foreach (var name in new[] { "b1", "b2", "b3", "b4", "b5" })
            Enter(all, "b", name);
        Enter(all, "c", "new");
        _closed.ShouldBe(["b1", "b2", "b3"]);
    }

    [Fact]
    public void One_that_is_busy_goes_last_and_one_that_has_shown_the_token_never()
    {
        var all = new Connections(2, 2);
        Enter(all, "a", "trusted").Trust();
        Enter(all, "a", "busy").Ask(1);
        Enter(all, "a", "idle");
        Enter(all, "b", "next");
        _closed.ShouldBe(["idle"]);
        var gone = Enter(all, "b", "last");
        _closed.ShouldBe(["idle", "next"]);
        gone.Ask(1);
        Enter(all, "c", "newest");
        _closed.ShouldBe(["idle", "next", "busy"]);
        gone.Dispose();
        all.Strangers.ShouldBe(1);
    }

    [Fact]
    public void A_place_has_no_more_than_its_own_and_a_proxy_has_none_of_its_own()
    {
        var all = new Connections(100, 2);
        foreach (var name in new[] { "1", "2", "3" })
            Enter(all, "a", name);
        foreach (var name in new[] { "4", "5", "6" })
            Enter(all, null, name);
        _closed.ShouldBe(["1"]);
    }

    private Connections.Guest Enter(Connections all, string? place, string name) => all.Enter(place, () => _closed.Add(name));
}
