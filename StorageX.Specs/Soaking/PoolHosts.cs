using System.Security.Cryptography;
using StorageX.Backends.Http;
using StorageX.Specs.Backends.Http;

namespace StorageX.Specs.Soaking;

/// <summary>The hosts of one soak of pools: image hosts that fail now and then, and directories, some of which die.</summary>
internal sealed class PoolHosts : IAsyncDisposable
{
    private readonly string _folder;
    private readonly List<Host> _hosts = [];

    private PoolHosts(string folder) => _folder = folder;

    /// <summary>Each by its name.</summary>
    public IReadOnlyList<Host> All => _hosts;

    /// <summary>Starts some.</summary>
    /// <param name="folder">Where the directories are, and the profiles.</param>
    /// <param name="directories">Which of them are directories.</param>
    public static async Task<PoolHosts> StartAsync(string folder, IEnumerable<bool> directories)
    {
        var hosts = new PoolHosts(folder);
        foreach (var isDirectory in directories)
        {
            var name = $"host{hosts._hosts.Count}";
            if (isDirectory)
            {
                hosts._hosts.Add(new Host(name, null, Path.Combine(folder, name)));
                continue;
            }

            var image = await ImageHost.StartAsync();
            (image.Journal, image.Latency) = (new HostJournal(), TimeSpan.FromMilliseconds(2));
            await File.WriteAllTextAsync(Path.Combine(folder, name + ".sxcu"), $$"""
                { "Version": "15.0.0", "RequestURL": "{{image.Address}}upload", {{Profiles.Form}}, "URL": "{json:data.link}", "ErrorMessage": "{json:error}", "StorageX": {} }
                """);
            hosts._hosts.Add(new Host(name, image, Path.Combine(folder, name + ".sxcu")));
        }

        return hosts;
    }

    /// <summary>Opens a storage that has them all.</summary>
    /// <param name="data">Its data directory, in the folder.</param>
    /// <param name="side">The sides of a piece's canvas.</param>
    /// <param name="uploads">What is set of uploads besides.</param>
    public Storage Open(string data, int side, string uploads = "") => new(StorageXSettings.Parse($$"""
        storagex {
          data = "{{Path.Combine(_folder, data).Replace('\\', '/')}}"
          piece { width = {{side}}, height = {{side}} }
          transfers { encoders = 1, decoders = 1 }
          uploads { request-timeout = {{SoakStorage.RequestTimeout.TotalMilliseconds}}ms, backoff { min = 10ms, max = 600ms }
            {{uploads}}
          }
          downloads { request-timeout = {{SoakStorage.RequestTimeout.TotalMilliseconds}}ms, backoff { min = 10ms, max = 600ms } }
          backends {
            {{string.Join("\n    ", _hosts.Select(host => host.Setting))}}
          }
        }
        """));

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            if (host.Image is { } image)
                await image.DisposeAsync();
        }
    }

    /// <summary>The host that a locator leads to.</summary>
    public Host Of(string locator) => _hosts.Single(host => host.Has(locator));

    /// <summary>One of them.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="image">The image host; null where it is a directory.</param>
    /// <param name="path">The directory, or the profile.</param>
    internal sealed class Host(string name, ImageHost? image, string path)
    {
        private volatile bool _isDead;

        public string Name => name;

        public ImageHost? Image => image;

        public string Setting => image is null ? $"{name} {{ type = directory, sync = off, path = \"{path.Replace('\\', '/')}\" }}" : $"{name} {{ type = http, profile = \"{path.Replace('\\', '/')}\" }}";

        /// <summary>Whether it answers nothing any more, or only that it cannot.</summary>
        public bool IsDead => _isDead;

        /// <summary>What an image is called in its journal.</summary>
        public static string NameOf(string locator) => Path.GetFileNameWithoutExtension(new Uri(locator).AbsolutePath);

        public bool Has(string locator) => image is null ? new Uri(locator) is { IsFile: true, LocalPath: var file } && file.StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            : locator.StartsWith(image.Address.ToString(), StringComparison.Ordinal);

        /// <summary>Dies: it takes no connection any more, or lets every request hang, or a file is where its directory was.</summary>
        /// <param name="stalls">Whether requests hang.</param>
        public async Task DieAsync(bool stalls)
        {
            _isDead = true;
            if (image is null)
            {
                if (Directory.Exists(path))
                    Directory.Move(path, path + ".away");
                await File.WriteAllTextAsync(path, "");
            }
            else if (stalls)
            {
                image.Faults = _ => Fault.Stall;
            }
            else
            {
                await image.StopAsync();
            }
        }

        /// <summary>Whether it has an image as it was stored.</summary>
        public bool IsSound(string locator) => !_isDead && (image is null ? File.Exists(new Uri(locator).LocalPath) : IsSoundImage(NameOf(locator)));

        /// <summary>Whether it has an image of some digest, as it was stored.</summary>
        public bool IsSoundImage(string digest) => image is null ? File.Exists(Path.Combine(path, digest[..2], digest[2..4], digest + ".png"))
            : !_isDead && image.Images.TryGetValue(digest, out var bytes) && Convert.ToHexStringLower(SHA256.HashData(bytes)) == digest;

        /// <summary>Loses an image.</summary>
        public void Lose(string locator)
        {
            if (image is null)
                File.Delete(new Uri(locator).LocalPath);
            else
                image.Images.TryRemove(NameOf(locator), out _);
        }
    }
}
