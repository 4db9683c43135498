using StorageX.Settings;

namespace StorageX.Backends;

/// <summary>A configured place whose settings are not what they should be. Only whoever wants to use it is told so.</summary>
/// <param name="Word">What kind of place it should be.</param>
/// <param name="Defect">What is wrong, and where.</param>
internal sealed record BrokenSettings(string Word, SettingsException Defect) : BackendSettings
{
    /// <inheritdoc/>
    public override string Type => Word;

    /// <inheritdoc/>
    public override string Place => $"cannot be used: {Defect.Message}";

    /// <summary>A section of <c>storagex.backends</c>, whatever is in it.</summary>
    /// <exception cref="SettingsException">It is no section.</exception>
    public static BackendSettings Try(SettingsSection section)
    {
        var word = "?";
        try
        {
            word = section.Text("type");
            return Read(section);
        }
        catch (SettingsException defect)
        {
            return new BrokenSettings(word, defect);
        }
    }

    /// <inheritdoc/>
    internal override IImageBackend Create(string name) => throw new SettingsException(Defect.Message, Defect);
}
