using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>Prints log entries into the output of a test, as long as that takes any.</summary>
internal sealed class TestOutputLogger : ReceiveActor
{
    public TestOutputLogger(ITestOutputHelper output)
    {
        Receive<LogEvent>(entry => Print(output, entry));
        Receive<InitializeLogger>(start =>
        {
            start.Bus.Subscribe(Self, typeof(LogEvent));
            Sender.Tell(new LoggerInitialized());
        });
    }

    private static void Print(ITestOutputHelper output, LogEvent entry)
    {
        try
        {
            output.WriteLine(entry.ToString());
        }
        catch (InvalidOperationException)
        {
            // The test has ended while the system still logs.
        }
    }
}
