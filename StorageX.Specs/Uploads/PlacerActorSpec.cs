using Akka.Actor;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Pools;
using StorageX.Buffers;
using StorageX.Manifests;
using StorageX.Pacing;
using StorageX.Specs.Transfers;
using StorageX.Transfers;
using StorageX.Uploads;
using Xunit;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Specs.Uploads;

/// <summary>Which hosts of a pool the images go to, on virtual time, over hosts that answer as the spec says.</summary>
public sealed class PlacerActorSpec : RouterSpecBase
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly ManualBackend[] _hosts = [new("a"), new("b"), new("c"), new("d"), new("e")];
    private readonly IActorRef _uploads;

    public PlacerActorSpec() => _uploads = Sys.ActorOf(BackendManager.Of(_ => UploadRouter.Of(new PaceSettings { Permits = 2, Attempts = 3, BackoffJitter = 0 })));

    [Fact]
    public async Task What_a_host_would_let_wait_for_an_hour_goes_to_another_and_people_are_told_once()
    {
        var placer = Placer(hosts: 3, copies: 2);
        placer.Tell(Place(0, copies: 2), TestActor);
        (await _hosts[0].NextAsync()).Fails(BackendErrorKind.Throttled, Hour);
        (await _hosts[1].NextAsync()).Stored("b:0");
        (await _hosts[2].NextAsync()).Stored("c:0");
        (await PlacedAsync()).ShouldBe(["b:0", "c:0"], ignoreOrder: true);
        placer.Tell(Place(1, copies: 2), TestActor);
        (await _hosts[1].NextAsync()).Stored("b:1");
        (await _hosts[2].NextAsync()).Stored("c:1");
        (await PlacedAsync()).ShouldBe(["b:1", "c:1"], ignoreOrder: true);
        _hosts[0].HasCall.ShouldBeFalse();
    }

    [Fact]
    public async Task A_host_that_waits_already_when_an_upload_begins_is_passed_over()
    {
        using var other = PooledBytes.CopyOf([1]);
        var another = CreateTestProbe();
        _uploads.Tell(new StoreImage(_hosts[0], "other", 0, other), another.Ref);
        (await _hosts[0].NextAsync()).Fails(BackendErrorKind.Throttled, Hour);
        await another.ExpectMsgAsync<HostJobRetried>();
        var placer = Placer(hosts: 3, copies: 2);
        placer.Tell(Place(0, copies: 2), TestActor);
        (await _hosts[1].NextAsync()).Stored("b:0");
        (await _hosts[2].NextAsync()).Stored("c:0");
        (await PlacedAsync()).ShouldBe(["b:0", "c:0"], ignoreOrder: true);
        placer.Tell(Place(1, copies: 2), TestActor);
        (await _hosts[1].NextAsync()).Stored("b:1");
        (await _hosts[2].NextAsync()).Stored("c:1");
        (await PlacedAsync()).ShouldBe(["b:1", "c:1"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_waits_for_a_host_since_all_rest_goes_to_the_first_that_has_rested()
    {
        var placer = Placer(hosts: 2, copies: 1);
        placer.Tell(Place(0, copies: 1), TestActor);
        (await _hosts[0].NextAsync()).Fails(BackendErrorKind.Throttled, TimeSpan.FromSeconds(90));
        (await _hosts[1].NextAsync()).Fails(BackendErrorKind.Throttled, Hour);
        await AwaitConditionAsync(async () =>
        {
            await Handled(placer);
            Time.Advance(TimeSpan.FromSeconds(91));
            return _hosts[0].HasCall;
        });
        (await _hosts[0].NextAsync()).Stored("a:0");
        (await PlacedAsync()).ShouldBe(["a:0"]);
    }

    [Fact]
    public async Task A_text_that_is_on_hosts_enough_waits_for_none_that_rests()
    {
        var placer = Placer(hosts: 3, copies: 1);
        placer.Tell(Place(0, copies: 3) with { Least = 2 }, TestActor);
        (await _hosts[0].NextAsync()).Fails(BackendErrorKind.Throttled, Hour);
        (await _hosts[1].NextAsync()).Stored("b:0");
        (await _hosts[2].NextAsync()).Stored("c:0");
        (await PlacedAsync()).ShouldBe(["b:0", "c:0"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_text_is_on_as_many_hosts_at_least_as_it_must_be()
    {
        var placer = Placer(hosts: 3, copies: 1);
        placer.Tell(Place(0, copies: 3) with { Least = 2 }, TestActor);
        (await _hosts[0].NextAsync()).Fails(BackendErrorKind.Lost);
        (await _hosts[1].NextAsync()).Stored("b:0");
        (await _hosts[2].NextAsync()).Stored("c:0");
        (await PlacedAsync()).ShouldBe(["b:0", "c:0"], ignoreOrder: true);
        placer.Tell(Place(1, copies: 3) with { Least = 2 }, TestActor);
        (await _hosts[1].NextAsync()).Fails(BackendErrorKind.Lost);
        (await _hosts[2].NextAsync()).Stored("c:1");
        (await _hosts[0].NextAsync()).Fails(BackendErrorKind.Lost);
        (await FishForMessageAsync<HostJobFailed>(_ => true)).Seq.ShouldBe(1);
    }

    [Theory]
    [InlineData(BackendErrorKind.Rejected)]
    [InlineData(BackendErrorKind.Unauthorised)]
    public async Task A_host_that_refuses_the_first_image_that_it_gets_is_asked_once_more(BackendErrorKind kind)
    {
        var placer = Placer(hosts: 2, copies: 2);
        placer.Tell(Place(0, copies: 2), TestActor);
        (await _hosts[0].NextAsync()).Fails(kind);
        (await _hosts[0].NextAsync()).Stored("a:0");
        (await _hosts[1].NextAsync()).Stored("b:0");
        (await PlacedAsync()).ShouldBe(["a:0", "b:0"], ignoreOrder: true);
        placer.Tell(Place(1, copies: 2), TestActor);
        (await _hosts[0].NextAsync()).Fails(kind);
        (await _hosts[1].NextAsync()).Stored("b:1");
        (await FishForMessageAsync<HostJobFailed>(_ => true)).Seq.ShouldBe(1);
    }

    [Fact]
    public async Task A_group_has_no_more_images_on_a_host_than_may_be_lost_whatever_fails()
    {
        var placer = Placer(hosts: 5, copies: 1, new ParityScheme(4, 2));
        for (var seq = 0; seq < 6; seq++)
            placer.Tell(Place(seq, copies: 1) with { Group = 0 }, TestActor);
        (await _hosts[4].NextAsync()).Fails(BackendErrorKind.Lost);
        var taken = new Dictionary<string, int>();
        for (var seq = 0; seq < 6; seq++)
        {
            var host = _hosts[..4].First(host => host.HasCall);
            (await host.NextAsync()).Stored($"{host.Properties.Name}:{seq}");
            var locator = (await PlacedAsync()).ShouldHaveSingleItem();
            taken[locator[..1]] = taken.GetValueOrDefault(locator[..1]) + 1;
            await AwaitConditionAsync(() => Task.FromResult(seq == 5 || Array.Exists(_hosts[..4], one => one.HasCall)));
        }

        taken.Values.ShouldAllBe(count => count <= 2);
    }

    [Fact]
    public async Task An_end_drops_what_is_on_its_way_and_answers_it()
    {
        var placer = Placer(hosts: 3, copies: 2);
        placer.Tell(Place(0, copies: 2), TestActor);
        var call = await _hosts[0].NextAsync();
        placer.Tell(TransferEnds.Instance);
        await FishForMessageAsync<HostJobCancelled>(_ => true);
        call.Cancel.IsCancellationRequested.ShouldBeTrue();
        placer.Tell(Place(1, copies: 2), TestActor);
        (await FishForMessageAsync<HostJobCancelled>(_ => true)).Seq.ShouldBe(1);
    }

    private static PlaceImage Place(int seq, int copies) => new(seq, PooledBytes.CopyOf([(byte)seq]), copies);

    private IActorRef Placer(int hosts, int copies, ParityScheme? parity = null)
    {
        var pool = new HostPool("pool", [.. _hosts.Take(hosts).Cast<IImageBackend>()], copies, parity);
        return Sys.ActorOf(Props.Create(() => new PlacerActor("one", pool, _uploads)));
    }

    private async Task<IEnumerable<string>> PlacedAsync() => (await FishForMessageAsync<ImagePlaced>(_ => true)).Places.Select(place => place.Locator);
}
