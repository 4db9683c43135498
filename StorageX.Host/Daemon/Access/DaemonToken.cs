using System.Security.Cryptography;
using System.Text;
using StorageX.Errors;
using StorageX.Files;
using StorageX.Host.Contract;

namespace StorageX.Host.Daemon.Access;

/// <summary>The token that opens the daemon: 32 random bytes as text, in a file that its owner alone can read.</summary>
internal sealed class DaemonToken
{
    private const int Bytes = 32;
    private readonly byte[] _digest;

    private DaemonToken(string token) => _digest = Digest(token);

    /// <summary>The token in a file, which is made if there is none.</summary>
    /// <exception cref="SettingsException">It cannot be read or made, or holds no token.</exception>
    public static DaemonToken LoadOrCreate(string path)
    {
        try
        {
            if (!File.Exists(path))
                PrivateFile.TryCreate(path, Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)) + "\n"));
            PrivateFile.Close(path);
            return new DaemonToken(TokenFile.Read(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path}: the token cannot be read or made: {SystemWords.Of(error)}", error);
        }
    }

    /// <summary>Whether a text is the token; how long that takes says nothing about where it differs.</summary>
    public bool Is(string text) => CryptographicOperations.FixedTimeEquals(Digest(text), _digest);

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
