namespace StorageX.Host.Contract;

/// <summary>Where in the daemon's HTTP interface things are.</summary>
internal static class ApiPaths
{
    /// <summary>Uploads are submitted here.</summary>
    public const string Uploads = "/v1/uploads";

    /// <summary>Downloads are submitted here.</summary>
    public const string Downloads = "/v1/downloads";

    /// <summary>Looks at every image of a file are submitted here.</summary>
    public const string Health = "/v1/health";

    /// <summary>Deletions are submitted here.</summary>
    public const string Deletions = "/v1/deletions";

    /// <summary>Deletions of what no upload uses are submitted here.</summary>
    public const string Prunes = "/v1/prunes";

    /// <summary>Repairs are submitted here.</summary>
    public const string Repairs = "/v1/repairs";

    /// <summary>Copies to other hosts are submitted here.</summary>
    public const string Copies = "/v1/copies";

    /// <summary>Moves to other hosts are submitted here.</summary>
    public const string Moves = "/v1/moves";

    /// <summary>The jobs; each is below, under its number.</summary>
    public const string Jobs = "/v1/jobs";

    /// <summary>The shares; each is below, under its number.</summary>
    public const string Shares = "/v1/shares";

    /// <summary>What happens to jobs is followed here.</summary>
    public const string Events = "/v1/events";

    /// <summary>The hosts.</summary>
    public const string Backends = "/v1/backends";

    /// <summary>Below a job: its key.</summary>
    public const string Key = "/key";

    /// <summary>Below a job: what went wrong with it.</summary>
    public const string Errors = "/errors";

    /// <summary>Below a job: all that it has found or done.</summary>
    public const string Report = "/report";

    /// <summary>Below a job: its end is waited for.</summary>
    public const string Wait = "/wait";

    /// <summary>Below a job: ends it.</summary>
    public const string Cancel = "/cancel";

    /// <summary>Below a job: tries it again.</summary>
    public const string Retry = "/retry";

    /// <summary>A job.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="part">What of it; the job itself without one.</param>
    public static string Job(long id, string part = "") => $"{Jobs}/{id}{part}";
}
