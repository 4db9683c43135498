namespace StorageX.Host.Contract;

/// <summary>The words for a job's kind and state, in answers, in queries and in <c>--json</c>.</summary>
internal static class JobWords
{
    /// <summary>A file goes to a host.</summary>
    public const string Upload = "upload";

    /// <summary>A file comes back.</summary>
    public const string Download = "download";

    /// <summary>It waits for its turn.</summary>
    public const string Queued = "queued";

    /// <summary>It is being worked on.</summary>
    public const string Running = "running";

    /// <summary>Its host wants to be left alone until a time.</summary>
    public const string Parked = "parked";

    /// <summary>It ended well.</summary>
    public const string Done = "done";

    /// <summary>It ended with an error.</summary>
    public const string Failed = "failed";

    /// <summary>Somebody ended it.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> States { get; } = [Queued, Running, Parked, Done, Failed, Cancelled];
}
