namespace Akka;

/// <summary>The defaults, embedded as <c>reference.hocon</c>.</summary>
internal static class ReferenceConfig
{
    internal static Config Value { get; } = Load();

    private static Config Load()
    {
        using var stream = typeof(ReferenceConfig).Assembly.GetManifestResourceStream("Akka.reference.hocon")!;
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
