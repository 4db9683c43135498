using Microsoft.AspNetCore.Http;
using StorageX.Backends.Http;
using StorageX.Specs.Images;

namespace StorageX.Specs.Backends.Http;

/// <summary>A file that goes up to a host and comes back, while the host does wrong what a plan says.</summary>
internal sealed class FaultRun : IAsyncDisposable
{
    /// <summary>How often a request is tried at most.</summary>
    public const int Attempts = 4;

    /// <summary>How often a piece is fetched anew at most, because its image was altered.</summary>
    public const int PieceAttempts = 3;

    // A hang shall fail a spec, not the run of all of them.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly ImageHost _host;
    private readonly byte[] _file;
    private readonly string _own;
    private readonly string _pieces;

    private FaultRun(ImageHost host, byte[] file, string own, string pieces) => (_host, _file, _own, _pieces) = (host, file, own, pieces);

    /// <summary>The host.</summary>
    public ImageHost Host => _host;

    /// <summary>Starts a host.</summary>
    /// <param name="seed">What the file's bytes follow from.</param>
    /// <param name="own">What the uploader says under "StorageX".</param>
    /// <param name="grey">Whether its picture is grey, of two shades, and has no more than it: the length of its piece is 01 01 01 00.</param>
    public static async Task<FaultRun> StartAsync(int seed, string own = "{}", bool grey = false) => new(
        await ImageHost.StartAsync(),
        grey ? new byte[0x010101] : Some.Bytes(5000, seed),
        own,
        grey ? "format = 1, piece { width = 160, height = 160 }" : "piece { width = 24, height = 24 }");

    /// <summary>Uploads the file; the faults may differ for what follows.</summary>
    /// <returns>The key.</returns>
    public async Task<string> UploadAsync(Func<HttpRequest, Fault> faults)
    {
        _host.Faults = faults;
        await using var storage = Open();
        return (await storage.UploadAsync(new MemoryStream(_file)).WaitAsync(Patience)).Key;
    }

    /// <summary>Downloads what a key leads to.</summary>
    /// <returns>Whether the bytes are those that went up.</returns>
    public async Task<bool> DownloadAsync(string key, Func<HttpRequest, Fault> faults)
    {
        _host.Faults = faults;
        await using var storage = Open();
        using var back = new MemoryStream();
        await storage.DownloadAsync(key, back).WaitAsync(Patience);
        return back.ToArray().AsSpan().SequenceEqual(_file);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Dispose();
    }

    private Storage Open() => new(
        StorageXSettings.Parse($$"""
            storagex {
              data = "{{_directory.Path}}"
              {{_pieces}}
              transfers { credits = 4, encoders = 1, decoders = 1, piece-attempts = {{PieceAttempts}}, drain-timeout = 5s }
              uploads { permits = 2, attempts = {{Attempts}}, request-timeout = 500ms, backoff { min = 1ms, max = 2ms, jitter = 0 } }
              downloads { permits = 2, attempts = {{Attempts}}, request-timeout = 500ms, backoff { min = 1ms, max = 2ms, jitter = 0 } }
            }
            """),
        new HttpBackend("host", Profiles.For(_host, own: _own)));
}
