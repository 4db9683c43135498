using System.Text;
using Shouldly;
using StorageX.Host.Cli;
using StorageX.Host.Cli.Terminals;
using StorageX.Images;
using StorageX.Probing;
using Xunit;

namespace StorageX.Specs.Cli;

/// <summary>What <c>storagex backend test</c> says.</summary>
public sealed class BackendTestSpec
{
    private static readonly ProbeFinding Small = new(
        CanaryKind.Noise, new CanvasSize(64, 64), 12_420, CanaryFate.Lossless, "as palette of 8 bits", TimeSpan.FromSeconds(0.123), TimeSpan.FromSeconds(0.05));

    private static readonly ProbeFinding Large = new(CanaryKind.Noise, new CanvasSize(1024, 1024), 3_146_000, CanaryFate.Refused, "413 too large");

    private static readonly ProbeReport Found = new()
    {
        Backend = "myhost", Findings = [Small, Large], Verdict = ProbeVerdict.Usable, LargestBytes = 2_000_000, MaxBytes = 2_000_000, LargestSide = 16384,
        MinSide = 32, Duplicates = DuplicatePolicy.NewLocator, IsPublic = false, Stored = 5, Deleted = 4, Stopped = "myhost takes no more until 2030-01-01 10:00",
    };

    [Fact]
    public void Each_finding_is_one_line()
    {
        BackendTestCommand.Line(Small).ShouldBe("noise, 64 x 64, 12420 bytes: lossless, as palette of 8 bits (0.12 s to store, 0.05 s to fetch)");
        BackendTestCommand.Line(Large).ShouldBe("noise, 1024 x 1024, 3146000 bytes: refused, 413 too large");
    }

    [Fact]
    public void What_the_findings_come_to_is_a_line_each() => BackendTestCommand.Summary(Found).ShouldBe([
        "largest image that survives: 2000000 bytes",
        "longest side that survives: 16384 pixels; no longer one was tried",
        "shortest side that survives: 32 pixels",
        "the same image twice: is kept once more, under a new key",
        "strangers cannot fetch: a key works only where this backend is configured",
        "round trip: 0.12 s to store and 0.05 s to fetch a small image",
        "test images: 5 stored, 4 deleted",
        "the test ended early: myhost takes no more until 2030-01-01 10:00",
        "myhost: usable",
    ]);

    [Fact]
    public void A_program_gets_every_field()
    {
        using var output = new MemoryStream();
        new JsonLines(output).Found(Small);
        new JsonLines(output).Probed(Found with { Stopped = null }, "/x.sxcu");
        Encoding.UTF8.GetString(output.ToArray()).ShouldBe("""
            {"event":"finding","image":"noise","width":64,"height":64,"bytes":12420,"fate":"lossless","detail":"as palette of 8 bits","storeMs":123,"store_ms":123,"fetchMs":50,"fetch_ms":50}
            {"event":"done","backend":"myhost","verdict":"usable","largestBytes":2000000,"largest_bytes":2000000,"largestSide":16384,"largest_side":16384,"maxBytes":2000000,"max_bytes":2000000,"maxSide":null,"max_side":null,"minSide":32,"min_side":32,"duplicates":"new_locator","public":false,"stored":5,"deleted":4,"stopped":null,"written":"/x.sxcu"}

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Limits_that_were_met_are_lines_for_the_configuration_which_takes_them()
    {
        var line = BackendProbe.Lines(Found with { MaxSide = 4096 }).ShouldHaveSingleItem();
        line.ShouldBe("storagex.backends.myhost { max-bytes = 2000000, min-side = 32, max-side = 4096 }");
        var limits = StorageXSettings.Parse("storagex.backends.myhost { type = directory }\n" + line).Backends["myhost"].Limits;
        (limits.MaxBytes, limits.MinSide, limits.MaxSide).ShouldBe((2_000_000, 32, 4096));
        BackendProbe.Lines(Found with { MaxBytes = null, MinSide = null }).ShouldBeEmpty();
        BackendProbe.Lines(Found with { Verdict = ProbeVerdict.Alters }).ShouldBeEmpty();
    }
}
