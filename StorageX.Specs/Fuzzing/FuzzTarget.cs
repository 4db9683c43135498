namespace StorageX.Specs.Fuzzing;

/// <summary>Something that reads what comes from outside, and inputs for it.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Make">Makes an input out of what is random in a round.</param>
/// <param name="Read">Reads an input, and checks what it got.</param>
/// <param name="Refuses">Whether an exception is the reader's own way to refuse an input.</param>
internal sealed record FuzzTarget(string Name, Func<Random, byte[]> Make, Func<byte[], Task> Read, Func<Exception, bool> Refuses)
{
    /// <summary>The most bytes that one input may make the reader allocate.</summary>
    public long MostAllocated { get; init; } = 128L << 20;

    /// <summary>How many of a hundred rounds it gets; a reader behind a socket takes longer for each.</summary>
    public int Share { get; init; } = 10;

    /// <summary>What it needs to run; null for nothing.</summary>
    public IAsyncDisposable? Host { get; init; }
}
