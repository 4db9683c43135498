using Akka.Configuration;
using StorageX.Settings.Hocon;

namespace StorageX.Engine;

/// <summary>
/// What Akka.NET is told of the configuration: its own part, with everything resolved. Its own reader takes broken text in silence,
/// so it never sees what a user wrote.
/// </summary>
internal static class AkkaConfig
{
    /// <summary>The <c>akka</c> part of a configuration.</summary>
    public static Config Of(HoconConfig configuration) =>
        configuration.GetConfig("akka") is { } own ? ConfigurationFactory.ParseString($"akka {{\n{own}\n}}") : ConfigurationFactory.Empty;
}
