using Microsoft.Win32.SafeHandles;
using StorageX.Files;

namespace StorageX.Backends;

/// <summary>
/// Files that are not whole yet: <c>.….part</c> in the directory itself. Each is locked until it has its place, so one that is
/// not locked was left by a process that was killed.
/// </summary>
internal static class TemporaryFile
{
    private const string Suffix = ".part";
    private const int Tries = 3;

    /// <summary>Makes a file under a name that no other has, locked until its handle is closed; it may be moved before.</summary>
    /// <returns>The open file and its path.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static (SafeFileHandle File, string Path) CreateIn(string directory)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = Path.Combine(directory, $".{Guid.NewGuid():n}{Suffix}");
            try
            {
                var file = FileDoor.New(path, FileShare.Delete);
                if (File.Exists(path))
                    return (file, path);
                file.Dispose();
            }
            catch (IOException) when (attempt < Tries)
            {
                // Between its making and its lock, another process may have taken it for abandoned.
            }

            if (attempt == Tries)
                throw new IOException($"{path}: the file was deleted as it was made");
        }
    }

    /// <summary>Deletes what killed processes left; what another one is writing stays.</summary>
    public static void RemoveAbandoned(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, $".*{Suffix}", new EnumerationOptions { AttributesToSkip = FileAttributes.None }))
        {
            try
            {
                using var locked = FileDoor.Abandoned(path);
                File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Somebody writes it, or it has just been moved to its place.
            }
        }
    }
}
