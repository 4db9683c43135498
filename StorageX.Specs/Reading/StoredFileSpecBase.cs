using StorageX.Specs.Backends;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Reading;

/// <summary>A storage over a host in memory, with small canvases, so that a few kilobytes are many pieces.</summary>
public abstract class StoredFileSpecBase : IAsyncLifetime
{
    /// <summary>Bytes in a full piece of format 2.</summary>
    protected const int Capacity = 3020;

    /// <summary>The most that a spec waits for something that must happen.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _folder = new();

    protected StoredFileSpecBase() => Storage = new Storage(
        StorageXSettings.Parse($$"""
            storagex {
              data = "{{_folder["data"].Replace('\\', '/')}}"
              piece { width = 32, height = 32 }
              transfers { running = 1, credits = 8 }
              downloads { permits = 8, attempts = 2, backoff { min = 1ms, max = 1ms } }
            }
            """),
        Host);

    private protected MemoryBackend Host { get; } = new();

    private protected Storage Storage { get; }

    /// <summary>How many images were asked for so far.</summary>
    private protected int Asked => Host.Downloads.Requests.Count;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Storage.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The same random bytes in every run.</summary>
    protected static byte[] Bytes(int count, int seed = 1) => Some.Bytes(count, seed);

    /// <summary>Stores bytes and opens them.</summary>
    private protected async Task<StoredFile> StoreAndOpenAsync(byte[] bytes, UploadOptions? options = null) =>
        await Storage.OpenAsync(await StoreAsync(bytes, options));

    /// <summary>Stores bytes and answers their key.</summary>
    protected async Task<string> StoreAsync(byte[] bytes, UploadOptions? options = null) =>
        (await Storage.UploadAsync(new MemoryStream(bytes), options)).Key;

    /// <summary>A range of a file, read through a stream of its own.</summary>
    protected static async Task<byte[]> ReadAsync(StoredFile file, long from, int count)
    {
        var bytes = new byte[count];
        await using var stream = file.OpenRead();
        stream.Position = from;
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience);
        return bytes;
    }

    /// <summary>Where the image of a piece is.</summary>
    protected static string LocatorOf(StoredFile file, int piece) => file.Manifest.Pieces.ElementAt(piece).Key;
}
