using System.Collections.Concurrent;

namespace Akka.Dispatch;

/// <summary>Runs mailboxes on threads of its own, so that actors that block take none from the others.</summary>
internal class DedicatedThreadsDispatcher : MessageDispatcher, IDisposable
{
    private readonly BlockingCollection<Mailbox> _queue = [];
    private readonly int _threads;
    private int _started;

    internal DedicatedThreadsDispatcher(string id, int throughput, TimeSpan deadline, int threads)
        : base(id, throughput, deadline) => _threads = threads;

    public void Dispose()
    {
        _queue.Dispose();
        GC.SuppressFinalize(this);
    }

    internal override bool OthersWait => _queue.Count > 0;

    internal override void Execute(Mailbox mailbox)
    {
        if (Volatile.Read(ref _started) == 0 && Interlocked.Exchange(ref _started, 1) == 0)
        {
            for (var i = 1; i <= _threads; i++)
                new Thread(Work) { IsBackground = true, Name = $"{Id}-{i}" }.Start();
        }

        try
        {
            _queue.Add(mailbox);
        }
        catch (InvalidOperationException)
        {
            // The threads are gone: what comes now only has to reach the dead letters.
            ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: false);
        }
    }

    internal override void Shutdown() => _queue.CompleteAdding();

    private void Work()
    {
        foreach (var mailbox in _queue.GetConsumingEnumerable())
            mailbox.Run();
    }
}

/// <summary>One thread for one actor.</summary>
internal sealed class PinnedDispatcher(string id, int throughput, TimeSpan deadline)
    : DedicatedThreadsDispatcher(id, throughput, deadline, threads: 1)
{
    internal override void Detach() => Shutdown();
}
