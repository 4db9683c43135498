namespace Akka.Dispatch;

/// <summary>Decides on which thread a mailbox with work runs.</summary>
/// <param name="id">The configuration path the dispatcher was made from.</param>
/// <param name="throughput">Messages one run may take before others get the thread.</param>
/// <param name="deadline">The longest one run may last; zero for no limit.</param>
internal abstract class MessageDispatcher(string id, int throughput, TimeSpan deadline)
{
    internal string Id => id;

    internal int Throughput => throughput;

    internal TimeSpan Deadline => deadline;

    /// <summary>Whether a mailbox at the end of its batch should make room.</summary>
    internal abstract bool OthersWait { get; }

    /// <summary>Arranges for one <see cref="Mailbox.Run"/>; called once per batch.</summary>
    internal abstract void Execute(Mailbox mailbox);

    /// <summary>Called when an actor of this dispatcher has stopped.</summary>
    internal virtual void Detach()
    {
    }

    /// <summary>Releases threads when the system has ended.</summary>
    internal virtual void Shutdown()
    {
    }
}

/// <summary>Runs mailboxes on the .NET thread pool.</summary>
internal sealed class ThreadPoolDispatcher(string id, int throughput, TimeSpan deadline)
    : MessageDispatcher(id, throughput, deadline)
{
    internal override bool OthersWait => ThreadPool.PendingWorkItemCount > 0;

    internal override void Execute(Mailbox mailbox) => ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: false);
}
