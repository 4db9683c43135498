using Microsoft.AspNetCore.Http;
using Shouldly;
using StorageX.Backends.Http;
using StorageX.Images;
using StorageX.Pacing;
using StorageX.Probing;
using StorageX.Specs.Backends.Http;
using Xunit;

namespace StorageX.Specs.Probing;

/// <summary>What a probe says of hosts that do something to pictures.</summary>
public sealed class HostProbeSpec : IAsyncLifetime
{
    private static readonly PaceSettings Pace = new()
    {
        Attempts = 2, BackoffMin = TimeSpan.FromMilliseconds(1), BackoffMax = TimeSpan.FromMilliseconds(1),
    };

    private ImageHost _host = null!;

    public async Task InitializeAsync() => _host = await ImageHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public static TheoryData<Fault, CanaryKind, CanaryFate, string> Lossless => new()
    {
        { Fault.None, CanaryKind.Noise, CanaryFate.Exact, "" },
        { Fault.Filtered, CanaryKind.Noise, CanaryFate.Lossless, "with other filters or compression" },
        { Fault.Chunked, CanaryKind.Noise, CanaryFate.Lossless, "with other chunks" },
        { Fault.SixteenBit, CanaryKind.Noise, CanaryFate.Lossless, "as RGB of 16 bits" },
        { Fault.WithAlpha, CanaryKind.Noise, CanaryFate.Lossless, "as RGBA of 8 bits" },
        { Fault.Interlaced, CanaryKind.Noise, CanaryFate.Lossless, "as RGB of 8 bits, interlaced" },
        { Fault.Palette, CanaryKind.Flat, CanaryFate.Lossless, "as palette of 8 bits" },
        { Fault.Grey, CanaryKind.Grey, CanaryFate.Lossless, "as grey of 8 bits" },
    };

    public static TheoryData<Fault, CanaryFate, string> Altering => new()
    {
        { Fault.Jpeg, CanaryFate.Lossy, "came back as a JPEG image; the host re-encodes with loss" },
        { Fault.LossyWebP, CanaryFate.Lossy, "came back as a WebP image; the host re-encodes with loss" },
        { Fault.LosslessWebP, CanaryFate.Unreadable, "came back as a WebP image; the host re-encodes" },
        { Fault.Lossy, CanaryFate.Lossy, "came back as a PNG with other pixels" },
        { Fault.Halved, CanaryFate.Resized, "came back as 32 x 32 pixels" },
        { Fault.Swap, CanaryFate.Another, "another picture came back" },
        { Fault.Truncate, CanaryFate.Unreadable, "" },
        { Fault.FlipBit, CanaryFate.Unreadable, "" },
        { Fault.Html, CanaryFate.Unreadable, "" },
    };

    [Fact]
    public void Each_lossless_reencoding_of_the_fault_host_is_among_those_that_are_named() =>
        Reencodings.Lossless.ShouldBe(Lossless.Select(row => (Fault)row[0]).Where(fault => fault != Fault.None), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Lossless))]
    public async Task A_lossless_reencoding_is_named_and_the_host_is_usable(Fault fault, CanaryKind kind, CanaryFate fate, string detail)
    {
        _host.Faults = Fetching(fault);
        var report = await ProbeAsync();
        var finding = report.Findings.First(finding => finding.Kind == kind);
        (finding.Fate, finding.Detail).ShouldBe((fate, detail));
        report.Verdict.ShouldBe(ProbeVerdict.Usable);
        report.IsPublic.ShouldBe(true);
        (report.MaxBytes, report.MaxSide, report.MinSide).ShouldBe((null, null, null));
        report.Findings.ShouldAllBe(each => each.Survives);
    }

    [Theory]
    [MemberData(nameof(Altering))]
    public async Task A_host_that_alters_pictures_is_not_usable_and_its_way_is_named(Fault fault, CanaryFate fate, string detail)
    {
        // What a host that swaps pictures gives for all others.
        _host.Images["0"] = Canary.Noise(new CanvasSize(64, 64)).Image;
        _host.Faults = Fetching(fault);
        var report = await ProbeAsync();
        report.Findings[0].Fate.ShouldBe(fate);
        report.Findings[0].Detail.ShouldContain(detail);
        report.Verdict.ShouldBe(ProbeVerdict.Alters);
    }

    [Fact]
    public async Task A_host_that_takes_pictures_and_has_them_not_loses_them()
    {
        _host.Faults = _ => Fault.Forgotten;
        var report = await ProbeAsync();
        report.Verdict.ShouldBe(ProbeVerdict.Loses);
        report.Findings.Single().Fate.ShouldBe(CanaryFate.Lost);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(400)]
    [InlineData(500)]
    public async Task A_host_that_takes_none_refuses(int status)
    {
        _host.Refuses = _ => status;
        var report = await ProbeAsync();
        report.Verdict.ShouldBe(ProbeVerdict.Refuses);
        report.Findings.Single().Detail.ShouldContain("no");
    }

    [Theory]
    [InlineData(Fault.Jpeg, CanaryFate.Lossy)]
    [InlineData(Fault.Halved, CanaryFate.Resized)]
    [InlineData(Fault.None, CanaryFate.Refused)]
    public async Task The_largest_file_that_survives_is_found(Fault fault, CanaryFate fate)
    {
        const int Limit = 500_000;
        if (fault == Fault.None)
            _host.Refuses = image => image.Length > Limit ? 413 : 0;
        _host.Alters = image => image.Length > Limit ? fault : Fault.None;
        var report = await ProbeAsync(most: 2 << 20);
        report.Verdict.ShouldBe(ProbeVerdict.Usable);
        report.Findings.ShouldContain(finding => finding.Fate == fate);
        report.MaxBytes!.Value.ShouldBeInRange((long)(Limit / 1.4), Limit);
        report.LargestBytes.ShouldBe(report.MaxBytes);
        report.MaxSide.ShouldBeNull();
    }

    [Fact]
    public async Task The_longest_side_that_survives_is_found_and_squares_stay_within_it()
    {
        _host.Alters = image => Reencodings.SizeOf(image) is { Width: > 1500 } or { Height: > 1500 } ? Fault.Halved : Fault.None;
        var report = await ProbeAsync(most: 10 << 20);
        report.MaxSide!.Value.ShouldBeInRange(1500 * 10 / 12, 1500);
        report.MaxBytes.ShouldBeNull();
        report.LargestBytes!.Value.ShouldBeGreaterThan(3 * 1200 * 1200);
    }

    [Fact]
    public async Task The_shortest_side_that_survives_is_found()
    {
        _host.Refuses = image => Reencodings.SizeOf(image).Height < 30 ? 400 : 0;
        (await ProbeAsync()).MinSide.ShouldBe(32);
    }

    [Theory]
    [InlineData("same", DuplicatePolicy.SameLocator)]
    [InlineData("new", DuplicatePolicy.NewLocator)]
    [InlineData("refused", DuplicatePolicy.Refused)]
    public async Task What_becomes_of_the_same_image_twice_is_told(string policy, DuplicatePolicy expected)
    {
        _host.Again = name => policy switch { "same" => name, "new" => name + "-2", _ => null };
        (await ProbeAsync()).Duplicates.ShouldBe(expected);
    }

    [Fact]
    public async Task No_canary_is_larger_than_the_host_is_known_to_take()
    {
        var report = await ProbeAsync("""{ "MaxBytes": 50000 }""");
        report.Findings.ShouldAllBe(finding => finding.Survives && finding.Bytes <= 50_000);
        report.MaxBytes.ShouldBeNull();
    }

    [Fact]
    public async Task Canaries_are_deleted_where_that_can_be()
    {
        var report = await ProbeAsync("""{ "Delete": {} }""");
        report.Stored.ShouldBe(_host.Uploads);
        report.Deleted.ShouldBe(report.Stored);
        _host.Images.ShouldBeEmpty();
        (await ProbeAsync()).Deleted.ShouldBe(0);
        _host.Images.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_probe_spends_the_budget_and_ends_when_it_is_spent()
    {
        var ledger = new BudgetMemory();
        var report = await ProbeAsync(pace: Pace with { Budgets = [new(3, TimeSpan.FromHours(1))] }, ledger: ledger);
        _host.Uploads.ShouldBe(3);
        report.Stopped!.ShouldContain("takes no more until");
        report.Verdict.ShouldBe(ProbeVerdict.Usable);
        ledger.TrySpend("host", [new(3, TimeSpan.FromHours(1))], TimeProvider.System.GetUtcNow(), out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_host_that_stumbles_once_is_asked_again()
    {
        var tries = 0;
        _host.Refuses = _ => Interlocked.Increment(ref tries) % 2 == 1 ? 503 : 0;
        (await ProbeAsync()).Findings.ShouldAllBe(finding => finding.Survives);
    }

    private static Func<HttpRequest, Fault> Fetching(Fault fault) => request => HttpMethods.IsGet(request.Method) ? fault : Fault.None;

    private async Task<ProbeReport> ProbeAsync(string own = "{}", long most = 300_000, PaceSettings? pace = null, IBudgetLedger? ledger = null)
    {
        var profile = SxcuFile.Parse($$"""
            { "Version": "15.0.0", "RequestURL": "{{_host.Address}}upload", "Body": "Binary", "URL": "{json:data.link}", "ErrorMessage": "{json:error}", "StorageX": {{own}} }
            """);
        await using var backend = new HttpBackend("host", profile);
        return await new HostProbe(backend, new ProbePace("host", pace ?? Pace, ledger ?? new BudgetMemory(), TimeProvider.System), most, null).RunAsync(CancellationToken.None);
    }
}
