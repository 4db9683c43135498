namespace Akka.TestKit;

/// <summary>The section <c>akka.test</c>.</summary>
public class TestKitSettings
{
    /// <summary>Reads the settings.</summary>
    /// <param name="config">A whole configuration; what it leaves out has the kit's defaults.</param>
    internal TestKitSettings(Config config)
    {
        var test = (config.GetConfig("akka.test") ?? ConfigurationFactory.Empty).WithFallback(TestKitBase.DefaultConfig.GetConfig("akka.test"));
        DefaultTimeout = test.GetTimeSpan("default-timeout", null, allowInfinite: false);
        SingleExpectDefault = test.GetTimeSpan("single-expect-default", null, allowInfinite: false);
        ExpectNoMessageDefault = test.GetTimeSpan("expect-no-message-default", null, allowInfinite: false);
        TestEventFilterLeeway = test.GetTimeSpan("filter-leeway", null, allowInfinite: false);
        TestTimeFactor = test.GetDouble("timefactor");
        if (TestTimeFactor <= 0)
            throw new ConfigurationException($"akka.test.timefactor expects a number above 0, found {TestTimeFactor}");
    }

    /// <summary>How long an Ask of the kit may take: 5 s.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>How long an expectation waits outside of a Within: 3 s.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>How long the absence of messages is watched outside of a Within: 3 s.</summary>
    public TimeSpan ExpectNoMessageDefault { get; }

    /// <summary>How long an event filter waits for its events after the action has ended: 3 s.</summary>
    public TimeSpan TestEventFilterLeeway { get; }

    /// <summary>What every dilated time is multiplied by, for slow machines: 1.</summary>
    internal double TestTimeFactor { get; }
}
