using Akka.Actor;
using static StorageX.Host.Daemon.Jobs.JobProtocol;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>Where requests are brought to the manager.</summary>
/// <param name="manager">The manager.</param>
internal sealed class JobDesk(IActorRef manager)
{
    /// <summary>Brings a request; the answer comes when what it changes is on the disk.</summary>
    public Task<JobAnswer> AskAsync(Request request) => manager.Ask<JobAnswer>(request);

    /// <summary>Whether jobs are still begun.</summary>
    public bool IsEnding { get; private set; }

    /// <summary>Begins no job any more; ends when none runs, after <paramref name="patience"/> at the latest plus the time that cleaning up takes.</summary>
    public Task DrainAsync(TimeSpan patience)
    {
        IsEnding = true;
        return manager.Ask<Drained>(new Drain(patience));
    }
}
