using Shouldly;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Contract;
using Xunit;

namespace StorageX.Specs.Cli.Progress;

public sealed class ProgressTextSpec
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.FromHours(2));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(102_350, "100 KiB")]
    [InlineData(1_048_575, "1.0 MiB")]
    [InlineData(642_121_000, "612 MiB")]
    [InlineData(10.0 * (1L << 40), "10.0 TiB")]
    public void Sizes_are_short(double bytes, string text) => ProgressText.Size(bytes).ShouldBe(text);

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.2, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(59.5, "1 min 0 s")]
    [InlineData(303, "5 min 3 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(273_600, "3 d 4 h")]
    public void Durations_have_two_units(double seconds, string text) =>
        ProgressText.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Fact]
    public void Everything_known_is_told() =>
        ProgressText.Facts(new(new(TransferPhase.Pieces, 3 << 20, 9 << 20, 2, 6, 1, null), 1 << 20, TimeSpan.FromSeconds(6)))
            .ShouldBe("2 of 6 pieces, 3.0 MiB of 9.0 MiB, 1.0 MiB/s, 6 s left, 1 retry");

    [Fact]
    public void Nothing_unknown_is_told() =>
        ProgressText.Facts(new(new(TransferPhase.Pieces, 500, null, 1, null, 0, null), null, null)).ShouldBe("1 piece, 500 B");

    [Theory]
    [InlineData(57, "report.pdf: imgur takes no more until 12:57 (in 57 min 0 s); Ctrl-C is safe, the same command continues")]
    [InlineData(60 * 13, "report.pdf: imgur takes no more until 2030-01-02 01:00 (in 13 h 0 min); Ctrl-C is safe, the same command continues")]
    public void A_wait_is_told_by_the_local_clock_and_in_minutes(int minutes, string line)
    {
        var waiting = new TransferProgress(TransferPhase.Pieces, 500, null, 1, null, 2, "429") { Host = "imgur", WaitingUntil = Noon.ToUniversalTime() + TimeSpan.FromMinutes(minutes) };
        TransferView.Line("report.pdf", new(waiting, null, null), Noon).ShouldBe(line);
    }

    [Fact]
    public void A_line_for_a_log_names_the_last_trouble() =>
        TransferView.Line("report.pdf", new(new(TransferPhase.Pieces, 500, null, 1, null, 2, "the host says 503"), null, null), Noon)
            .ShouldBe("report.pdf: 1 piece, 500 B, 2 retries (last: the host says 503)");
}
