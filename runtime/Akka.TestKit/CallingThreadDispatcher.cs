namespace Akka.TestKit;

/// <summary>Runs an actor on the thread that told it something. Configurations name it by its Akka.NET name.</summary>
internal sealed class CallingThreadDispatcherConfigurator(string id, int throughput, TimeSpan deadline) : MessageDispatcher(id, throughput, deadline)
{
    internal override bool OthersWait => false;

    internal override void Execute(Mailbox mailbox) => mailbox.Run();
}
