namespace StorageX.Telemetry;

/// <summary>The figures of one host in one direction. Written by its router, read by whoever measures.</summary>
internal sealed class HostFigures
{
    private volatile int _permits;
    private volatile int _active;
    private volatile int _queued;

    /// <param name="backend">The host's name in the configuration.</param>
    /// <param name="stores">Whether images are stored there; otherwise they are fetched.</param>
    public HostFigures(string backend, bool stores)
    {
        Labels = [new(EngineMeter.Backend, backend), new(EngineMeter.Direction, stores ? "upload" : "download")];
        EngineMeter.Show(this);
    }

    /// <summary>The labels of all its figures.</summary>
    public KeyValuePair<string, object?>[] Labels { get; }

    /// <summary>How many requests may run at once.</summary>
    public int Permits => _permits;

    /// <summary>How many run.</summary>
    public int Active => _active;

    /// <summary>How many wait.</summary>
    public int Queued => _queued;

    /// <summary>Says how many requests may run, run and wait now.</summary>
    public void Now(int permits, int active, int queued) => (_permits, _active, _queued) = (permits, active, queued);

    /// <summary>A try has ended.</summary>
    /// <param name="operation">store, fetch or check.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="error">The kind of failure; null for none.</param>
    /// <param name="bytes">The bytes of its image, if one went over the line.</param>
    public void Tried(string operation, TimeSpan took, string? error, int bytes)
    {
        KeyValuePair<string, object?> label = new("storagex.operation", operation);
        EngineMeter.Requests.Record(took.TotalSeconds, error is null ? [.. Labels, label] : [.. Labels, label, new("error.type", error)]);
        if (error is null && bytes > 0)
            EngineMeter.HostBytes.Add(bytes, Labels);
    }

    /// <summary>A request is tried again.</summary>
    /// <param name="error">The kind of failure.</param>
    public void Retried(string error) => EngineMeter.Retries.Add(1, [.. Labels, new("error.type", error)]);
}
