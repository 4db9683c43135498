using StorageX.Manifests;

namespace StorageX.Host.Cli.Terminals;

/// <summary>What a user is told of names that not every system can hold.</summary>
internal static class NameNotes
{
    /// <summary>The note on a name that a file is stored under; null where all systems can hold it.</summary>
    public static string? OnStoring(string name)
    {
        if (SafeFileName.From(name, windows: false) is var anywhere && anywhere != name)
            return $"the name \"{name}\" has something in it that no file may be called; the file is restored as \"{anywhere}\", and --name keeps it under another";
        return SafeFileName.From(name, windows: true) is var there && there != name
            ? $"Windows has no file of the name \"{name}\"; there the file is restored as \"{there}\""
            : null;
    }

    /// <summary>The note on a file that was restored under its own name; null where that is the one it was stored under, or it was given another.</summary>
    /// <param name="label">The name that it was stored under.</param>
    /// <param name="path">Where it is.</param>
    public static string? OnRestoring(string label, string path) => Path.GetFileName(path) is var name && name != label && name == SafeFileName.From(label)
        ? $"it was stored as \"{label}\", which no file here may be called; it is restored as \"{name}\""
        : null;
}
