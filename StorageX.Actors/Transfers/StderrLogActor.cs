using Akka.Actor;
using Akka.Event;
using StorageX.Errors;

namespace StorageX.Transfers;

/// <summary>Writes the actor system's log to the standard error output, which leaves the standard output to results.</summary>
internal sealed class StderrLogActor : ReceiveActor
{
    public StderrLogActor()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(entry => Console.Error.WriteLine(SecretText.Cut(entry.ToString() ?? "")));
    }
}
