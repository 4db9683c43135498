using StorageX.Backends.Http;
using StorageX.Specs.Backends.Http;

namespace StorageX.Specs.Soaking;

/// <summary>
/// The storage of a user whose settings are the defaults: permits, attempts, credits. Times are a fiftieth of them, since the host answers
/// within 20 ms where a second is usual for an image; a request that hangs is given up after two.
/// </summary>
internal static class SoakStorage
{
    /// <summary>The default of "attempts".</summary>
    public const int Attempts = 5;

    /// <summary>The default of "piece-attempts".</summary>
    public const int PieceAttempts = 3;

    /// <summary>How long a request may hang.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long the host takes over a request.</summary>
    public static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    /// <summary>What has taken so long hangs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Opens one.</summary>
    /// <param name="data">Its data directory.</param>
    /// <param name="host">The host.</param>
    /// <param name="aside">Whether others know nothing of what it is told.</param>
    public static Storage Open(string data, ImageHost host, bool aside = false) => new(
        StorageXSettings.Parse($$"""
            storagex {
              data = "{{data}}"
              piece { width = 32, height = 32 }
              transfers { encoders = 1, decoders = 1 }
              uploads { request-timeout = {{RequestTimeout.TotalMilliseconds}}ms, backoff { min = 10ms, max = 600ms } }
              downloads { request-timeout = {{RequestTimeout.TotalMilliseconds}}ms, backoff { min = 10ms, max = 600ms } }
            }
            """),
        new HttpBackend("host", Profiles.For(host, own: aside ? $$"""{ "DownloadHeaders": { "{{ImageHost.Aside}}": "yes" } }""" : "{}")));

    /// <summary>Downloads a file.</summary>
    public static async Task<byte[]> DownloadAsync(Storage storage, string key)
    {
        using var to = new MemoryStream();
        await storage.DownloadAsync(key, to).WaitAsync(Patience);
        return to.ToArray();
    }
}
