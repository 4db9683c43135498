namespace StorageX;

/// <summary>How a host is asked at one moment, in one direction.</summary>
/// <param name="Name">The backend's name.</param>
/// <param name="Stores">Whether images are stored; otherwise they are fetched.</param>
/// <param name="Permits">How many requests may run at once now, 1 or more.</param>
/// <param name="Running">How many run.</param>
/// <param name="Waiting">How many wait for their turn, or for their next try.</param>
/// <param name="Rate">How many may begin in a second now; null for no limit.</param>
/// <param name="IsSlowed">Whether the host has made the permits fewer, or the rate lower, than the settings say.</param>
/// <param name="WaitingUntil">Nothing begins before; null when something may within a second.</param>
/// <param name="Failures">How many requests failed in a row because the host could not be reached, did not answer, or failed.</param>
public sealed record HostStatus(
    string Name, bool Stores, int Permits, int Running, int Waiting, double? Rate, bool IsSlowed, DateTimeOffset? WaitingUntil, int Failures);
