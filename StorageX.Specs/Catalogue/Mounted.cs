using System.Diagnostics;

namespace StorageX.Specs.Catalogue;

/// <summary>A disk over a directory, until it is disposed.</summary>
internal sealed class Mounted : IDisposable
{
    private readonly string _directory;

    private Mounted(string directory) => _directory = directory;

    /// <summary>An empty disk in memory.</summary>
    public static Mounted Memory(string directory, int kilobytes)
    {
        Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k,mode=700", "tmpfs", directory);
        return new Mounted(directory);
    }

    /// <summary>The directory as it is, which nobody can write to.</summary>
    public static Mounted ReadOnly(string directory)
    {
        Run("mount", "--bind", directory, directory);
        var mounted = new Mounted(directory);
        Run("mount", "-o", "remount,ro,bind", directory);
        return mounted;
    }

    public void Dispose() => Run("umount", "-l", _directory);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var words = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {words}");
    }
}
