using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StorageX.Errors;
using StorageX.Files;
using StorageX.Images;

namespace StorageX.Containers;

/// <summary>
/// 32 bytes of one user, from which the secrets of pieces are derived, so that the same piece is stored once. They open
/// nothing by themselves: who has them can tell whether a stored piece is one whose bytes he has already.
/// </summary>
internal sealed class UserSecret
{
    private const string Prefix = "storagex-secret-1.";
    private const int ChecksumLength = 4;
    private const int LongestFile = 1024;
    private readonly byte[] _bytes;

    private UserSecret(byte[] bytes) => _bytes = bytes;

    /// <summary>The 32 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>
    /// Reads the secret, or makes one where there is none: a file of the text that <see cref="Export"/> gives, readable by its
    /// owner alone. Processes that make one at once all end with the same.
    /// </summary>
    /// <param name="path">The file; its directory need not exist.</param>
    /// <exception cref="TransferException">It cannot be read or written, or is damaged; it is never replaced then.</exception>
    public static UserSecret LoadOrCreate(string path)
    {
        try
        {
            if (!File.Exists(path) && new UserSecret(PieceSecret.Random()) is var made && PrivateFile.TryCreate(path, made.ToFile()))
                return made;
            PrivateFile.Close(path);
            return TryImport(ReadText(path), out var secret, out var defect)
                ? secret!
                : throw Failure($"{path}: the secret that StorageX keeps there is damaged: {defect}; restore the file from a backup, or delete it to get a new secret (uploads stay readable, but no longer find what is stored already)");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure($"{path}: the secret cannot be read or written: {SystemWords.Of(error)}", error);
        }
    }

    /// <summary>Reads what <see cref="Export"/> gave; white space around it does not count.</summary>
    /// <exception cref="TransferException">It is no such text, or was mistyped.</exception>
    public static UserSecret Import(string text) =>
        TryImport(text, out var secret, out var defect) ? secret! : throw Failure($"this is not a StorageX secret: {defect}");

    /// <summary>
    /// The secret as a line of text, to be kept safe and imported elsewhere. Its checksum, a CRC-32, finds every single
    /// mistyped character. The only way in which a secret ever leaves the program.
    /// </summary>
    public string Export()
    {
        Span<byte> checksummed = stackalloc byte[PieceSecret.Length + ChecksumLength];
        _bytes.CopyTo(checksummed);
        BinaryPrimitives.WriteUInt32LittleEndian(checksummed[PieceSecret.Length..], Crc32.Compute(_bytes));
        return Prefix + Base64Url.EncodeToString(checksummed);
    }

    /// <summary>Keeps the secret in a file, in place of another one.</summary>
    /// <param name="path">The file that <see cref="LoadOrCreate"/> reads.</param>
    /// <exception cref="TransferException">It cannot be written.</exception>
    public void Save(string path)
    {
        try
        {
            PrivateFile.Replace(path, ToFile());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure($"{path}: the secret cannot be written: {SystemWords.Of(error)}", error);
        }
    }

    /// <summary>Says nothing, so that no log does.</summary>
    public override string ToString() => "a secret";

    private static bool TryImport(string text, out UserSecret? secret, out string defect)
    {
        secret = null;
        text = text.Trim();
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            defect = $"it does not begin with {Prefix}";
            return false;
        }

        Span<byte> bytes = stackalloc byte[PieceSecret.Length + ChecksumLength];
        if (!CanonicalBase64Url.TryDecode(text.AsSpan(Prefix.Length), bytes))
        {
            defect = "characters are missing, added or wrong";
            return false;
        }

        var found = bytes[..PieceSecret.Length];
        var sound = Crc32.Compute(found) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[PieceSecret.Length..]);
        secret = sound ? new UserSecret(found.ToArray()) : null;
        defect = sound ? "" : "its checksum is wrong, so a character is";
        CryptographicOperations.ZeroMemory(bytes);
        return sound;
    }

    private static string ReadText(string path)
    {
        using var file = FileDoor.Source(path);
        Span<byte> text = stackalloc byte[LongestFile];
        return Encoding.ASCII.GetString(text[..file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)]);
    }

    private static TransferException Failure(string message, Exception? inner = null) => new(TransferErrorKind.Failed, message, inner);

    private byte[] ToFile() => Encoding.ASCII.GetBytes(Export() + "\n");
}
