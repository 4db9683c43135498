namespace StorageX.Host.Contract;

/// <summary>The words for a job's kind and state, in answers, in queries and in <c>--json</c>.</summary>
internal static class JobWords
{
    /// <summary>A file goes to a host.</summary>
    public const string Upload = "upload";

    /// <summary>A file comes back.</summary>
    public const string Download = "download";

    /// <summary>Every image of a file is looked at.</summary>
    public const string Health = "health";

    /// <summary>The images of an upload go.</summary>
    public const string Delete = "delete";

    /// <summary>The images that no upload uses go.</summary>
    public const string Prune = "prune";

    /// <summary>What hosts have lost of a file is stored again.</summary>
    public const string Repair = "repair";

    /// <summary>A file is stored on other hosts too.</summary>
    public const string Copy = "copy";

    /// <summary>A file goes to other hosts.</summary>
    public const string Move = "move";

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

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Upload, Download, Health, Delete, Prune, Repair, Copy, Move];

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> States { get; } = [Queued, Running, Parked, Done, Failed, Cancelled];
}
