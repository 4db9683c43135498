using Microsoft.Extensions.Time.Testing;
using Shouldly;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Contract;
using Xunit;

namespace StorageX.Specs.Cli.Progress;

public sealed class ProgressFeedSpec : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<ProgressSnapshot> _shown = [];
    private readonly ProgressFeed _feed;

    public ProgressFeedSpec() => _feed = new(_time, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), _shown.Add);

    public ValueTask DisposeAsync() => _feed.DisposeAsync();

    [Fact]
    public async Task A_quick_transfer_is_never_shown()
    {
        _feed.Report(At(500));
        _time.Advance(TimeSpan.FromSeconds(9));
        await _feed.DisposeAsync();
        _time.Advance(TimeSpan.FromMinutes(5));
        _shown.ShouldBeEmpty();
    }

    [Fact]
    public void Three_states_a_minute_are_shown_however_many_there_are()
    {
        for (var second = 1; second <= 60; second++)
        {
            for (var report = 0; report < 100; report++)
                _feed.Report(At((second * 100) + report));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        _shown.Select(snapshot => snapshot.Progress.Bytes).ShouldBe([1099, 3099, 5099]);
        _shown[^1].BytesPerSecond!.Value.ShouldBe(100, tolerance: 11);
    }

    [Fact]
    public void Nothing_is_shown_before_the_first_report()
    {
        _time.Advance(TimeSpan.FromSeconds(15));
        _shown.ShouldBeEmpty();
    }

    [Fact]
    public void A_wait_is_shown_at_once_and_so_is_its_end()
    {
        var waiting = At(5) with { WaitingUntil = _time.GetUtcNow() + TimeSpan.FromHours(1) };
        _feed.Report(waiting);
        _time.Advance(TimeSpan.Zero);
        _feed.Report(waiting with { WaitingUntil = null });
        _time.Advance(TimeSpan.Zero);
        _shown.Select(snapshot => snapshot.Progress.WaitingUntil).ShouldBe([waiting.WaitingUntil, null]);
    }

    [Fact]
    public async Task A_watcher_who_has_gone_does_not_end_the_transfer()
    {
        await using var feed = new ProgressFeed(_time, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), _ => throw new IOException("gone"));
        feed.Report(At(1));
        Should.NotThrow(() => _time.Advance(TimeSpan.FromSeconds(3)));
    }

    private static TransferProgress At(long bytes) => new(TransferPhase.Pieces, bytes, null, 0, null, 0, null);
}
