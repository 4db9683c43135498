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

    /// <summary>What <paramref name="read"/> gives, or this in its place.</summary>
    /// <param name="word">What kind of place it should be.</param>
    /// <param name="read">Reads the settings.</param>
    public static BackendSettings Or(string word, Func<BackendSettings> read)
    {
        try
        {
            return read();
        }
        catch (SettingsException defect)
        {
            return new BrokenSettings(word, defect);
        }
    }

    /// <inheritdoc/>
    internal override IImageBackend Create(string name) => throw new SettingsException(Defect.Message, Defect);
}
