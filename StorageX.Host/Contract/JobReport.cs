namespace StorageX.Host.Contract;

/// <summary>All that a job has to tell when it is over.</summary>
/// <param name="Health">What a look at a file has found.</param>
/// <param name="Deletion">What a deletion or a prune did, or what a move did to the images of before.</param>
/// <param name="Rehosting">What a repair, a copy or a move did.</param>
internal sealed record JobReport(HealthView? Health = null, DeletionView? Deletion = null, RehostView? Rehosting = null);
