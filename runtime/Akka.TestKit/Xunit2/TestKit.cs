using Akka.TestKit.Internal;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>The base of a test class on xunit 2: each test has an actor system of its own, which ends with the test.</summary>
public class TestKit : TestKitBase, IDisposable
{
    private bool _disposed;

    /// <summary>Uses a system of somebody else's, which ends with the test all the same, or makes one.</summary>
    /// <param name="system">The system; null makes one.</param>
    /// <param name="output">Where log entries go; null is nowhere.</param>
    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(system) => LogTo(output);

    /// <summary>Makes a system.</summary>
    /// <param name="config">The settings; what they leave out has the kit's defaults.</param>
    /// <param name="actorSystemName">The system's name; null is "test".</param>
    /// <param name="output">Where log entries go; null is nowhere.</param>
    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(null, config, actorSystemName) => LogTo(output);

    /// <summary>Makes a system.</summary>
    /// <param name="config">The settings as HOCON; what they leave out has the kit's defaults.</param>
    /// <param name="output">Where log entries go; null is nowhere.</param>
    public TestKit(string config, ITestOutputHelper? output = null)
        : base(null, ConfigurationFactory.ParseString(config)) => LogTo(output);

    /// <summary>Ends the system, once.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (_disposed)
            return;
        _disposed = true;
        try
        {
            AfterAll();
        }
        finally
        {
            ImplicitSender.Clear();
        }
    }

    /// <summary>What comes after each test: <see cref="TestKitBase.Shutdown"/>.</summary>
    protected virtual void AfterAll() => Shutdown();

    private void LogTo(ITestOutputHelper? output)
    {
        if (output is null)
            return;
        var logger = Sys.SystemActorOf(Props.Create(() => new TestOutputLogger(output)), "log-test");
        logger.Ask<LoggerInitialized>(new InitializeLogger(Sys.EventStream), TestKitSettings.DefaultTimeout).GetAwaiter().GetResult();
    }
}
