using System.Diagnostics;

namespace StorageX.Specs.Backends.S3;

/// <summary>s3rver, an S3 server that keeps objects in files; npm installs it at its first use.</summary>
internal sealed class S3rver : IDisposable
{
    /// <summary>The bucket that is there.</summary>
    public const string Bucket = "images";

    /// <summary>The access key, and the secret too.</summary>
    public const string Key = "S3RVER";

    private static readonly (string? Program, string? Missing) Installed = Install();

    private readonly TemporaryDirectory _directory;
    private readonly ServerProcess _server;

    private S3rver(TemporaryDirectory directory, ServerProcess server, string address) => (_directory, _server, Address) = (directory, server, new Uri(address));

    /// <summary>Why it can't run here; null where it can.</summary>
    public static string? Missing => Installed.Missing;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The objects in the bucket, by name.</summary>
    public IReadOnlyList<string> Objects => [.. Directory.EnumerateFiles(_directory[Bucket], "*" + Suffix, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_directory[Bucket], file)[..^Suffix.Length])];

    private static string Suffix => "._S3rver_object";

    public static async Task<S3rver> StartAsync()
    {
        var directory = new TemporaryDirectory();
        var (server, address) = await ServerProcess.StartAsync(
            "listening on (.+)", "node", Installed.Program!, "-d", directory.Path, "-a", "127.0.0.1", "-p", "0", "--configure-bucket", Bucket);
        return new S3rver(directory, server, "http://" + address);
    }

    /// <summary>Leaves only so many bytes of an object.</summary>
    public void Cut(string name, int length)
    {
        using var file = File.OpenWrite(_directory[Bucket, name + Suffix]);
        file.SetLength(length);
    }

    public void Dispose()
    {
        _server.Dispose();
        _directory.Dispose();
    }

    private static (string? Program, string? Missing) Install()
    {
        if (ServerProcess.Find("bash") is not { } bash || ServerProcess.Find("node") is null)
            return (null, "needs node and npm, for s3rver");
        var start = new ProcessStartInfo(bash, [Path.Combine(AppContext.BaseDirectory, "Scenarios", "s3rver-install")]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var program = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? (program, null) : (null, error.GetAwaiter().GetResult().Trim());
    }
}
