namespace StorageX.Specs.Settings;

/// <summary>Settings of which every backend is to be used.</summary>
internal static class WholeSettings
{
    /// <summary>Reads a text, and makes every backend in it.</summary>
    /// <exception cref="SettingsException">A value is not what it should be, that of a backend too.</exception>
    public static StorageXSettings Parse(string hocon)
    {
        var settings = StorageXSettings.Parse(hocon);
        foreach (var (name, backend) in settings.Backends)
            _ = backend.Make(name);
        return settings;
    }
}
