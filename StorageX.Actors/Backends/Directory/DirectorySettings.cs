using StorageX.Settings;

namespace StorageX.Backends;

/// <summary>A directory of this machine.</summary>
/// <param name="Path">Its path; empty for the default.</param>
/// <param name="Sync">Whether each image is flushed to the disk before its key is told.</param>
public sealed record DirectorySettings(string Path, bool Sync) : BackendSettings
{
    /// <summary>Reads a section of type <c>directory</c>.</summary>
    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    internal static DirectorySettings From(SettingsSection section)
    {
        section.RequireOnly("type", "path", "sync");
        return new DirectorySettings(section.Text("path", ""), section.Switch("sync", true));
    }

    /// <inheritdoc/>
    public override string Type => "directory";

    /// <inheritdoc/>
    public override string Place => Path.Length > 0 ? Path : SettingsFiles.DefaultImages();

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Facts => [KeyValuePair.Create("flushed to disk", Sync ? "yes" : "no")];

    /// <inheritdoc/>
    internal override IImageBackend Create(string name) =>
        new DirectoryBackend(name, Place, Sync);
}
