namespace StorageX.Host.Contract;

/// <summary>A page of jobs, the newest first.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Next">What to give as <c>after</c> for the next page; null on the last.</param>
/// <param name="Seq">The number of the last event that is in these jobs: what to give to /v1/events to follow from here.</param>
/// <param name="Counts">How many jobs there are in each state, whatever was asked for.</param>
internal sealed record JobList(IReadOnlyList<JobView> Jobs, long? Next, long Seq, IReadOnlyDictionary<string, int> Counts);

/// <summary>A job's key: whoever has it can download the file.</summary>
/// <param name="Key">The key.</param>
internal sealed record JobKey(string Key);

/// <summary>What went wrong with a job and was tried again.</summary>
/// <param name="Total">How many there were.</param>
/// <param name="Errors">The last hundred of them, the newest last.</param>
internal sealed record JobTroubleList(int Total, IReadOnlyList<JobTrouble> Errors);

/// <summary>The configured hosts.</summary>
/// <param name="Backends">Each of them.</param>
internal sealed record HostList(IReadOnlyList<HostView> Backends);

/// <summary>A configured host, and how it does.</summary>
/// <param name="Name">The name it has in the configuration.</param>
/// <param name="Type">What kind of place it is.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Default">Whether uploads go there when none is named.</param>
/// <param name="Health">unused, ok, slowed (it limits), waiting (it asked to be left alone), or failing.</param>
/// <param name="Uploads">How images are stored there; null when none was since the daemon began.</param>
/// <param name="Downloads">How images are fetched there; null when none was since the daemon began.</param>
internal sealed record HostView(string Name, string Type, string Place, bool Default, string Health, HostPaceView? Uploads, HostPaceView? Downloads);

/// <summary>How a host is asked, in one direction.</summary>
/// <param name="Permits">How many requests may run at once now.</param>
/// <param name="Running">How many run.</param>
/// <param name="Waiting">How many wait.</param>
/// <param name="Rate">How many may begin in a second now; null for no limit.</param>
/// <param name="WaitingUntil">Nothing begins before; null when something may within a second.</param>
/// <param name="Failures">How many failed in a row.</param>
internal sealed record HostPaceView(int Permits, int Running, int Waiting, double? Rate, DateTimeOffset? WaitingUntil, int Failures);

/// <summary>Whether the daemon is well.</summary>
/// <param name="Status">ok, or what it does instead.</param>
internal sealed record Health(string Status);
