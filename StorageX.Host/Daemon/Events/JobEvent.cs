namespace StorageX.Host.Daemon.Events;

/// <summary>Something that happened to a job; kept on the disk.</summary>
/// <param name="Seq">Its number: one more than that of the event before, also over restarts.</param>
/// <param name="Name">What the stream calls it: <c>job</c> or <c>forgotten</c>.</param>
/// <param name="Job">The job's number.</param>
/// <param name="Data">The job as it then was, as JSON.</param>
internal sealed record JobEvent(long Seq, string Name, long Job, string Data);
