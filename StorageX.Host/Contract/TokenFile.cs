using StorageX.Files;

namespace StorageX.Host.Contract;

/// <summary>The file that holds a daemon's token, as text.</summary>
internal static class TokenFile
{
    private const int Shortest = 16;

    /// <summary>The token in a file.</summary>
    /// <exception cref="SettingsException">It is too short to be one.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string Read(string path)
    {
        var token = FileDoor.Text(path).Trim();
        return token.Length >= Shortest ? token : throw new SettingsException($"{path}: a token has {Shortest} characters at least; delete the file, and the daemon makes another");
    }
}
