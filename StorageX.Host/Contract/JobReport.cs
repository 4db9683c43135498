namespace StorageX.Host.Contract;

/// <summary>All that a job has to tell when it is over.</summary>
/// <param name="Health">What a look at a file has found.</param>
/// <param name="Deletion">What a deletion or a prune did.</param>
internal sealed record JobReport(HealthView? Health = null, DeletionView? Deletion = null);
