using System.Text;
using StorageX.Files;
using StorageX.Settings;

namespace StorageX.Backends.Http;

/// <summary>The uploader profiles that were imported: <c>backends/NAME.sxcu</c> in the user's configuration, readable by the user alone, since many hold tokens.</summary>
/// <param name="directory">The directory; it is made when a profile is kept.</param>
internal sealed class ProfileStore(string directory)
{
    private const string Extension = ".sxcu";
    private const int LongestName = 64;

    /// <summary>The user's.</summary>
    public static ProfileStore Default() => new(Path.Combine(SettingsFiles.UserDirectory(), "backends"));

    /// <summary>The names of all profiles, in order.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)).Where(IsName).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Whether a backend can be called so: letters, digits, dots, dashes and underscores, beginning with a letter or digit.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');

    /// <summary>A backend's name made from a profile's: what cannot stand in one becomes a dash.</summary>
    public static string NameFrom(string text)
    {
        var name = new string([.. text.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) || character == '.' ? character : '-')]).Trim('-', '.');
        return name.Length > LongestName ? name[..LongestName] : name;
    }

    /// <summary>All profiles by name; a file that is no profile any more says so when it is used.</summary>
    public IReadOnlyDictionary<string, BackendSettings> Load() => Names.ToDictionary(name => name, name => BrokenSettings.Or("http", () => HttpSettings.Load(PathOf(name))));

    /// <summary>Where a profile is kept.</summary>
    public string PathOf(string name) => Path.Combine(directory, name + Extension);

    /// <summary>Keeps a profile; one of that name is replaced in one step.</summary>
    /// <exception cref="IOException">It cannot be kept.</exception>
    public void Save(string name, string text) => PrivateFile.Replace(PathOf(name), Encoding.UTF8.GetBytes(text));

    /// <summary>Forgets a profile.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name)
    {
        if (!IsName(name) || !File.Exists(PathOf(name)))
            return false;
        File.Delete(PathOf(name));
        return true;
    }
}
