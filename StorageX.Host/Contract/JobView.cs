namespace StorageX.Host.Contract;

/// <summary>A job as the API shows it: everything but its key.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">upload, download, health, delete, prune, repair, copy or move.</param>
/// <param name="State">queued, running, parked, done, failed or cancelled.</param>
/// <param name="Cancelling">Whether its end was asked for, and it is cleaning up.</param>
/// <param name="Priority">The higher, the sooner.</param>
/// <param name="Name">The file's name, where it is known.</param>
/// <param name="Path">The file that is uploaded, that a download writes, or that a repair restores from; null where the file came as a request's body.</param>
/// <param name="To">Where an upload, a repair, a copy or a move puts images; null for the default, or the hosts of the file.</param>
/// <param name="Size">The file's size in bytes, where it is known.</param>
/// <param name="Created">When it was submitted.</param>
/// <param name="Started">When it first ran.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="WakeAt">When a parked one goes on.</param>
/// <param name="Runs">How often it began to run.</param>
/// <param name="HasKey">Whether GET /v1/jobs/{id}/key answers a key.</param>
/// <param name="Troubles">How many things went wrong and were tried again, in all runs.</param>
/// <param name="Progress">How far it is, or was when it ended.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Health">What a look at a file has found; GET /v1/jobs/{id}/report has all of it.</param>
/// <param name="Deletion">What a deletion or a prune did, or a move to the images of before; GET /v1/jobs/{id}/report has all of it.</param>
/// <param name="Rehosting">What a repair, a copy or a move did.</param>
/// <param name="Care">Whether the daemon made it on its own.</param>
internal sealed record JobView(
    long Id, string Kind, string State, bool Cancelling, int Priority, string? Name, string? Path, string? To, long? Size,
    DateTimeOffset Created, DateTimeOffset? Started, DateTimeOffset? Ended, DateTimeOffset? WakeAt, int Runs, bool HasKey, int Troubles,
    JobProgress? Progress, JobError? Error, HealthSummary? Health, DeletionSummary? Deletion, RehostSummary? Rehosting, bool Care);
