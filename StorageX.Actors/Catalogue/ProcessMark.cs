using Microsoft.Win32.SafeHandles;
using StorageX.Files;

namespace StorageX.Catalogue;

/// <summary>
/// Shows other processes that this one is alive, by a locked file beside the catalogue: the lock ends with the process, however that ends,
/// and whatever numbers processes have in containers. Made at the first use. Safe for many threads.
/// </summary>
/// <param name="catalogue">The catalogue's file.</param>
internal sealed class ProcessMark(string catalogue) : IDisposable
{
    private const string Unlocked = "unlocked-";
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);
    private readonly Lock _gate = new();
    private SafeFileHandle? _file;
    private string? _name;

    /// <summary>How long an upload counts as under way where locks do not work, as on some network file systems.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromDays(7);

    /// <summary>What this process is called.</summary>
    public string Name
    {
        get
        {
            lock (_gate)
                return _name ??= Take();
        }
    }

    /// <summary>Whether a process is alive; null where that cannot be told.</summary>
    public bool? IsAlive(string owner)
    {
        lock (_gate)
        {
            if (owner == _name)
                return true;
        }

        if (owner.StartsWith(Unlocked, StringComparison.Ordinal))
            return null;
        var path = PathOf(owner);
        try
        {
            using var free = FileDoor.Abandoned(path);
            File.Delete(path);
            return false;
        }
        catch (Exception error) when (error is FileNotFoundException || !File.Exists(path))
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error is not DirectoryNotFoundException;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_file is not null && _name is not null)
                File.Delete(PathOf(_name));
            _file?.Dispose();
            _file = null;
        }
    }

    private string Take()
    {
        var name = Guid.NewGuid().ToString("n");
        try
        {
            Tidy();
            _file = FileDoor.New(PathOf(name));
            PrivateFile.Close(PathOf(name));
            return IsLocked(PathOf(name)) ? name : Unlocked + name;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Unlocked + name;
        }
    }

    // What killed processes have left; a file that is new may just not be locked yet.
    private void Tidy()
    {
        var prefix = Path.GetFileName(PathOf(""));
        foreach (var file in new FileInfo(catalogue).Directory!.EnumerateFiles(prefix + "*").Where(file => file.LastWriteTimeUtc < TimeProvider.System.GetUtcNow().UtcDateTime - Old))
        {
            if (file.Name[prefix.Length..] != _name)
                IsAlive(file.Name[prefix.Length..]);
        }
    }

    private static bool IsLocked(string path)
    {
        try
        {
            using var second = FileDoor.Abandoned(path);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private string PathOf(string name) => $"{catalogue}-run-{name}";
}
