using StorageX.Containers;

namespace StorageX;

/// <summary>
/// The user's secret: with it, the same piece is encrypted the same way, and so is stored once. Carry it to another machine
/// to have that there too. It opens nothing by itself, but whoever has it can tell whether you store a piece that he knows.
/// </summary>
public static class SecretFile
{
    /// <summary>The secret as one line of text; it is made if there is none.</summary>
    /// <exception cref="TransferException">It cannot be read or written, or is damaged.</exception>
    public static string Export(StorageXSettings settings) => UserSecret.LoadOrCreate(PathIn(settings)).Export();

    /// <summary>Puts a secret in place of the one here.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="text">What <see cref="Export"/> gave.</param>
    /// <exception cref="TransferException">It is no such text, or cannot be written.</exception>
    public static void Import(StorageXSettings settings, string text) => UserSecret.Import(text).Save(PathIn(settings));

    /// <summary>Where the secret is kept.</summary>
    public static string PathIn(StorageXSettings settings) => Path.Combine(settings.DataDirectory, "secret");
}
