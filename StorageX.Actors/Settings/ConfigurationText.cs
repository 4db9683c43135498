using StorageX.Files;
using StorageX.Settings.Hocon;

namespace StorageX.Settings;

/// <summary>A configuration text and where it came from.</summary>
internal sealed record ConfigurationText(string Source, string Hocon)
{
    /// <summary>The texts as one configuration.</summary>
    /// <param name="layers">The texts, the strongest first.</param>
    /// <exception cref="SettingsException">A text is not HOCON.</exception>
    public static HoconConfig Merge(IEnumerable<ConfigurationText> layers) => layers
        .Select(layer => layer.Parse())
        .Aggregate((stronger, weaker) => stronger.WithFallback(weaker));

    private HoconConfig Parse()
    {
        try
        {
            return HoconConfig.Parse(Hocon, name => Include(Source, name));
        }
        catch (Exception error)
        {
            throw new SettingsException($"{Source}: {error.Message}", error);
        }
    }

    /// <summary>A file that another one includes; its name is relative to that one's directory.</summary>
    private static HoconRoot Include(string from, string name)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(from))!, name);
        return HoconParser.Parse(FileDoor.Text(path), inner => Include(path, inner));
    }
}
