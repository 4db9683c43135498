using StorageX.Errors;
using StorageX.Files;
namespace StorageX.Settings;

/// <summary>Where configuration texts are found.</summary>
internal static class SettingsFiles
{
    private const string FileName = "akka.hocon";

    /// <summary>The texts that count, the strongest first; the built-in one is the last.</summary>
    /// <exception cref="SettingsException">A file that was named cannot be read.</exception>
    public static IReadOnlyList<ConfigurationText> Find(string? configFile)
    {
        var texts = new List<ConfigurationText>();
        if (configFile is not null)
            texts.Add(ReadNamed(configFile, "--config"));
        if (Environment.GetEnvironmentVariable("STORAGEX_CONFIG") is { Length: > 0 } variable)
            texts.Add(ReadNamed(variable, "$STORAGEX_CONFIG"));
        foreach (var file in new[] { Path.Combine(UserDirectory(), FileName), Path.Combine(AppContext.BaseDirectory, FileName) })
        {
            if (File.Exists(file))
                texts.Add(ReadNamed(file, "the configuration"));
        }

        texts.Add(BuiltIn());
        return texts;
    }

    /// <summary>The text with every setting's default, which is a part of this assembly.</summary>
    public static ConfigurationText BuiltIn()
    {
        using var stream = typeof(SettingsFiles).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        return new ConfigurationText("the built-in akka.hocon", reader.ReadToEnd());
    }

    /// <summary>Where the user's configuration is: <c>$XDG_CONFIG_HOME/storagex</c>.</summary>
    public static string UserDirectory() => Path.Combine(Home("XDG_CONFIG_HOME", ".config"), "storagex");

    /// <summary>Where the program keeps what it knows by default: <c>$XDG_DATA_HOME/storagex</c>.</summary>
    public static string DefaultData() => Path.Combine(Home("XDG_DATA_HOME", ".local/share"), "storagex");

    /// <summary>Where images are kept by default: <c>$XDG_DATA_HOME/storagex/images</c>.</summary>
    public static string DefaultImages() => Path.Combine(DefaultData(), "images");

    /// <summary>A directory by the XDG Base Directory Specification: the variable if it holds an absolute path, else the default under the user's home.</summary>
    private static string Home(string variable, string underHome) =>
        Environment.GetEnvironmentVariable(variable) is { } value && Path.IsPathFullyQualified(value)
            ? value
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), underHome);

    private static ConfigurationText ReadNamed(string path, string namedBy)
    {
        try
        {
            return new ConfigurationText(path, FileDoor.Text(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingsException($"{path}: this file, named by {namedBy}, cannot be read: {SystemWords.Of(error)}", error);
        }
    }
}
