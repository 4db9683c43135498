using Microsoft.Win32.SafeHandles;
using StorageX.Errors;
using StorageX.Files;

namespace StorageX.Host.Daemon.Access;

/// <summary>Holds the data directory for one daemon: two would do the same jobs twice. The lock ends with the process, however that ends.</summary>
internal sealed class DaemonLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private DaemonLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock; the directory is made, for its owner alone.</summary>
    /// <exception cref="SettingsException">Another daemon has it, or the directory cannot be made.</exception>
    public static DaemonLock Take(string directory)
    {
        var path = Path.Combine(directory, "lock");
        try
        {
            foreach (var level in new[] { Path.GetDirectoryName(directory)!, directory })
            {
                if (OperatingSystem.IsWindows())
                    Directory.CreateDirectory(level);
                else
                    Directory.CreateDirectory(level, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            return new DaemonLock(FileDoor.Continued(path));
        }
        catch (ForeignFileException error)
        {
            throw new SettingsException(error.Message, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path}: {(error is IOException and not DirectoryNotFoundException ? "another daemon has this data directory; end it first, or set storagex.data" : SystemWords.Of(error))}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
