using System.Text.Json.Serialization;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>A job as it is kept; what happens to it makes another one (<see cref="JobLife"/>).</summary>
internal sealed record Job
{
    /// <summary>Its number, from 1; never given again.</summary>
    public required long Id { get; init; }

    /// <summary>What it is to do.</summary>
    public required JobOrder Order { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required JobState State { get; init; }

    /// <summary>The higher, the sooner.</summary>
    public required int Priority { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it first ran.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>When a parked one goes on.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>How often it began to run.</summary>
    public int Runs { get; init; }

    /// <summary>Whether somebody has asked for its end, and it has yet to clean up.</summary>
    public bool Cancelling { get; init; }

    /// <summary>Whether a download's bytes are all there, checked, and only the name is missing.</summary>
    public string? Placing { get; init; }

    /// <summary>Whether a deletion has found what it is to delete; when it runs again, that may be gone.</summary>
    public bool Recognized { get; init; }

    /// <summary>What it has found or done.</summary>
    public JobReport? Report { get; init; }

    /// <summary>The file's name, where it is known.</summary>
    public string? Name { get; init; }

    /// <summary>The file's size in bytes, where it is known.</summary>
    public long? Size { get; init; }

    /// <summary>Where a download has put its file.</summary>
    public string? Result { get; init; }

    /// <summary>Why it failed.</summary>
    public JobError? Error { get; init; }

    /// <summary>How far it was when it last changed.</summary>
    public JobProgress? Progress { get; init; }

    /// <summary>What went wrong and was tried again, the newest last; at most <see cref="JobTroubles.Most"/>.</summary>
    public IReadOnlyList<JobTrouble> Troubles { get; init; } = [];

    /// <summary>How many troubles there were in all.</summary>
    public int TroubleCount { get; init; }

    /// <summary>What a download or a look follows, a deletion is of, or an upload gave; kept in a column of its own.</summary>
    [JsonIgnore]
    public HiddenText? Key { get; init; }

    /// <summary>What the client called its request; kept in a column of its own.</summary>
    [JsonIgnore]
    public Idempotency? Idempotency { get; init; }

    /// <summary>Whether nothing happens to it any more unless somebody asks.</summary>
    [JsonIgnore]
    public bool IsOver => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}
