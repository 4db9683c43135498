using System.Diagnostics;

namespace StorageX.Specs;

/// <summary>A file system of one megabyte in memory, mounted for one spec; only root on Linux can have one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private SmallDisk()
    {
    }

    public string Path => _directory["disk"];

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Mounts it; null where that is not allowed.</summary>
    public static SmallDisk? TryMount(string options = "size=1m")
    {
        var disk = new SmallDisk();
        Directory.CreateDirectory(disk.Path);
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.Path))
            return disk;
        disk._directory.Dispose();
        return null;
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(new byte[512]);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Undoes <see cref="Fill"/>.</summary>
    public void Free() => File.Delete(Filler);

    public void Remount(string options) => Run("mount", "-o", $"remount,{options}", Path);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _directory.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
