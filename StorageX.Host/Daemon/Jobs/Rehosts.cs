using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>Carries out the jobs that store again what is stored. When they are done, the job's key is the one that leads to the file now.</summary>
/// <param name="storage">The engine.</param>
/// <param name="roots">Where jobs may read.</param>
internal sealed class Rehosts(Storage storage, PathRoots roots)
{
    /// <summary>Restores what hosts have lost of a file.</summary>
    public async Task<JobOutcome> RepairAsync(Job job, LiveJob live)
    {
        await using var own = job.Order.Path is { } path ? roots.OpenSource(path) : null;
        var (backend, hosts) = BackendNames.Of(job.Order.To);
        var options = new RepairOptions { From = job.Order.Path, Opened = own, Backend = backend, Hosts = hosts };
        return Outcome(await storage.RepairAsync(job.Key!.Reveal(), options, live, live.Token));
    }

    /// <summary>Stores a file on other hosts too.</summary>
    public async Task<JobOutcome> CopyAsync(Job job, LiveJob live) => Outcome(await storage.CopyAsync(job.Key!.Reveal(), OptionsOf(job), live, live.Token));

    /// <summary>Stores a file on other hosts, and deletes its images of before. Images that stay there are told, and are no failure of the move.</summary>
    public async Task<JobOutcome> MoveAsync(Job job, LiveJob live) => Outcome(await storage.MoveAsync(job.Key!.Reveal(), OptionsOf(job), live, live.Token));

    private static CopyOptions OptionsOf(Job job)
    {
        var (backend, hosts) = BackendNames.Of(job.Order.To);
        return new CopyOptions { Backend = backend, Hosts = hosts, Copies = job.Order.Copies, Parity = job.Order.Parity is { } parity ? ParityScheme.Parse(parity) : null };
    }

    private static JobOutcome.Told Outcome(RehostResult result) => new(
        new JobReport(Deletion: result.Deletion is { } deletion ? DeletionView.Of(deletion, DeletionView.MostImages) : null, Rehosting: RehostView.Of(result)),
        result.Manifest.FileName, result.Manifest.Size, null, new HiddenText(result.Key));
}
