using System.Diagnostics.Metrics;
using Shouldly;
using StorageX.Host.Daemon.Telemetry;
using Xunit;

namespace StorageX.Specs.Daemon.Telemetry;

public sealed class PrometheusTextSpec
{
    [Fact]
    public void Names_units_and_labels_are_written_as_prometheus_reads_them()
    {
        using var meter = new Meter("of this spec");
        var counter = new Metric(meter.CreateCounter<long>("some.io", "By", "Bytes \\ and\nmore"));
        counter.Take(3, [new("b.c", "x\"y\\z\n"), new("a", 1)]);
        counter.Take(4, [new("a", 1), new("b.c", "x\"y\\z\n")]);
        var gauge = new Metric(meter.CreateUpDownCounter<long>("some.requests", "{request}", "Requests"));
        gauge.Take(5, []);
        gauge.Take(-2, []);
        PrometheusText.Write([counter, gauge]).ShouldBe("""
            # HELP some_io_bytes_total Bytes \\ and\nmore
            # TYPE some_io_bytes_total counter
            some_io_bytes_total{a="1",b_c="x\"y\\z\n"} 7
            # HELP some_requests Requests
            # TYPE some_requests gauge
            some_requests 3

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_histogram_counts_each_value_in_every_bucket_that_holds_it()
    {
        using var meter = new Meter("of this spec");
        var histogram = new Metric(meter.CreateHistogram("took", "s", "Time", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] }));
        foreach (var value in new[] { 0.25, 0.5, 0.75, 7 })
            histogram.Take(value, []);
        PrometheusText.Write([histogram]).ShouldBe("""
            # HELP took_seconds Time
            # TYPE took_seconds histogram
            took_seconds_bucket{le="0.5"} 2
            took_seconds_bucket{le="1"} 3
            took_seconds_bucket{le="+Inf"} 4
            took_seconds_sum 8.5
            took_seconds_count 4

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Labels_beyond_a_bound_are_not_kept()
    {
        using var meter = new Meter("of this spec");
        var counter = new Metric(meter.CreateCounter<long>("many"));
        for (var number = 0; number < 5000; number++)
            counter.Take(1, [new("number", number)]);
        counter.Read().Count.ShouldBe(2000);
    }
}
