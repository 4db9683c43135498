using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Makes configurations from HOCON.</summary>
public static class ConfigurationFactory
{
    /// <summary>A configuration without settings.</summary>
    public static Config Empty { get; } = new([]);

    /// <summary>Reads a text that includes nothing.</summary>
    /// <param name="hocon">HOCON, at most 1 Mi characters, nested at most 128 deep.</param>
    /// <exception cref="ConfigurationException">The text is no HOCON; the message has line and column.</exception>
    public static Config ParseString(string hocon) => ParseString(hocon, null);

    /// <summary>Reads a text that may include others.</summary>
    /// <param name="hocon">HOCON, at most 1 Mi characters with everything it includes, nested at most 128 deep.</param>
    /// <param name="includeCallback">Answers an include: it gets what stands between the quotes and gives the text,
    /// parsed by <see cref="Parser"/>, or null where there is none. Relative names are its business.</param>
    /// <exception cref="ConfigurationException">A text is no HOCON; the message has file, line and column.</exception>
    public static Config ParseString(string hocon, Func<string, HoconRoot?>? includeCallback) =>
        new([Parser.Parse(hocon, includeCallback).Fields]);

    /// <summary>Reads a text that is embedded in an assembly.</summary>
    /// <typeparam name="TAssembly">A type of that assembly.</typeparam>
    /// <param name="resourceName">The resource.</param>
    /// <exception cref="FileNotFoundException">There is no such resource.</exception>
    /// <exception cref="ConfigurationException">The text is no HOCON; the message has line and column.</exception>
    public static Config FromResource<TAssembly>(string resourceName)
    {
        using var stream = typeof(TAssembly).Assembly.GetManifestResourceStream(resourceName)
            ?? throw new FileNotFoundException("The assembly has no such resource.", resourceName);
        using var reader = new StreamReader(stream);
        return ParseString(reader.ReadToEnd());
    }
}
