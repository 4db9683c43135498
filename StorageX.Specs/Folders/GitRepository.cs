using System.Diagnostics;
using System.Text;
using Xunit;

namespace StorageX.Specs.Folders;

/// <summary>An empty repository of the real git, which is asked what it ignores.</summary>
internal sealed class GitRepository : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public GitRepository() => Run("", "init", "-q");

    /// <summary>Makes a file, or a folder if the path ends with a slash.</summary>
    public void Make(string path)
    {
        if (path.EndsWith('/'))
            Directory.CreateDirectory(_directory[path]);
        else
            _directory.Write(path, []);
    }

    /// <summary>Those of the paths that git ignores, with these lines as its rules.</summary>
    public IReadOnlyList<string> Ignored(string rules, IEnumerable<string> paths)
    {
        File.WriteAllText(_directory[".git", "info", "exclude"], rules);
        return Run(string.Join('\0', paths), "check-ignore", "--no-index", "-z", "--stdin").Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose() => _directory.Dispose();

    private string Run(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = _directory.Path,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
            Environment = { ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_CONFIG_NOSYSTEM"] = "1", ["GIT_CONFIG_COUNT"] = "0" },
        };
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEndAsync();
        git.StandardInput.Write(input);
        git.StandardInput.Close();
        var text = output.Result;
        git.WaitForExit();
        return git.ExitCode is 0 or 1 ? text : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {git.ExitCode}");
    }
}

/// <summary>A fact that asks the real git.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GitFactAttribute : FactAttribute
{
    private static readonly bool IsInstalled = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "git")));

    public GitFactAttribute() => Skip = OperatingSystem.IsWindows() || !IsInstalled ? "no git, or one that takes upper and lower case for the same" : null;
}
