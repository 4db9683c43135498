namespace StorageX.Backends.Http;

/// <summary>What the functions of a template can ask for.</summary>
internal sealed record SxcuContext
{
    private static long _count;

    /// <summary>The name that the image is sent under.</summary>
    public string FileName { get; init; } = "";

    /// <summary>The image itself, for bodies that carry it as text.</summary>
    public ReadOnlyMemory<byte> Image { get; init; }

    /// <summary>The URL of an image that is to be deleted or fetched.</summary>
    public string Locator { get; init; } = "";

    /// <summary>What the host gave that deletes the image.</summary>
    public string Deletion { get; init; } = "";

    /// <summary>The answer; null before there is one.</summary>
    public HostAnswer? Answer { get; init; }

    /// <summary>Whether a function that reads the answer must find a value there: one text or number.</summary>
    public bool MustFind { get; init; }

    /// <summary>The answers to questions that the uploader asks its user, by their titles.</summary>
    public IReadOnlyDictionary<string, string> Replies { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>A number from 0 to just under the given one, by chance.</summary>
    public Func<int, int> Random { get; init; } = System.Random.Shared.Next;

    /// <summary>A number that is one more each time.</summary>
    public Func<long> Count { get; init; } = () => Interlocked.Increment(ref _count);

    /// <summary>The time for the codes that name it.</summary>
    public DateTimeOffset Now { get; init; }
}
