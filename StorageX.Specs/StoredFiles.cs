using StorageX.Manifests;
using StorageX.Specs.Backends;
using StorageX.Specs.Images;

namespace StorageX.Specs;

/// <summary>Files that are stored on six directories, on a pool of them called "safe", and on a host in memory that replaces nothing; and what befalls their images.</summary>
internal sealed class StoredFiles : IAsyncDisposable
{
    public const int PieceBytes = 3020;
    public const int Hosts = 6;
    private readonly TemporaryDirectory _folder = new();

    public StoredFiles() => Storage = Open();

    public MemoryBackend Memory { get; } = new();

    public Storage Storage { get; private set; }

    public static UploadOptions Parity => new() { Backend = "safe" };

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _folder.Dispose();
    }

    public static byte[] Content(int pieces) => Some.Bytes(pieces * PieceBytes, pieces);

    public async Task<string> UploadAsync(int pieces, UploadOptions options) => (await Storage.UploadAsync(new MemoryStream(Content(pieces)), options with { Name = "file.bin" })).Key;

    public async Task<byte[]> DownloadAsync(string key)
    {
        using var file = new MemoryStream();
        await Storage.DownloadAsync(key, file);
        return file.ToArray();
    }

    /// <summary>The same with a catalogue of its own: another machine.</summary>
    public async Task<byte[]> DownloadElsewhereAsync(string key)
    {
        await using var elsewhere = Open("elsewhere");
        using var file = new MemoryStream();
        await elsewhere.DownloadAsync(key, file);
        return file.ToArray();
    }

    public string Write(byte[] content)
    {
        var path = _folder["own.bin"];
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Where the images of each group are, its pieces before its parity.</summary>
    public async Task<List<List<string>>> GroupsAsync(string key) => [.. PieceGroup.Walk(await Storage.ReadManifestAsync(key)).Select(member => member.Group!).Distinct()
        .Select(group => (List<string>)[.. group.Pieces.Select(piece => piece.Key), .. group.Parity.Select(parity => parity.Key)])];

    public async Task<List<string>> GroupAsync(string key, int number) => (await GroupsAsync(key))[number];

    /// <summary>The number of the directory that an image is in.</summary>
    public int HostOf(string locator) => Enumerable.Range(0, Hosts).Single(host => PathOf(locator).StartsWith(Place(host) + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    /// <summary>Does something while a directory is away.</summary>
    public async Task WithoutAsync(int host, Func<Task> act)
    {
        Directory.Move(Place(host), _folder["away"]);
        await act();
        Directory.Move(_folder["away"], Place(host));
    }

    public List<string> Images() => [.. Directory.EnumerateFiles(_folder.Path, "*.png", SearchOption.AllDirectories)];

    public string Place(int host) => _folder[$"host{host}"];

    public static string PathOf(string locator) => new Uri(locator).LocalPath;

    public static void Lose(string locator) => File.Delete(PathOf(locator));

    public static void Alter(string locator)
    {
        var image = File.ReadAllBytes(PathOf(locator));
        image[image.Length / 2] ^= 1;
        File.WriteAllBytes(PathOf(locator), image);
    }

    public async Task ReopenAsync()
    {
        await Storage.DisposeAsync();
        Storage = Open();
    }

    private Storage Open(string data = "data") => new(
        StorageXSettings.Parse($$"""
            storagex {
              data = "{{_folder[data].Replace('\\', '/')}}"
              piece { width = 32, height = 32 }
              uploads { attempts = 2, backoff { min = 1ms, max = 1ms } }
              downloads { attempts = 2, backoff { min = 1ms, max = 1ms } }
              backends {
                {{string.Join('\n', Enumerable.Range(0, Hosts).Select(host => $"host{host} {{ type = directory, sync = off, path = \"{_folder[$"host{host}"].Replace('\\', '/')}\" }}"))}}
                safe { type = pool, hosts = [{{string.Join(", ", Enumerable.Range(0, Hosts).Select(host => $"host{host}"))}}], parity = "10+4" }
              }
            }
            """),
        Memory);
}
