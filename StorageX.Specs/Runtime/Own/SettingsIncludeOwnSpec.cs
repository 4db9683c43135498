using Shouldly;
using Xunit;

namespace StorageX.Specs.Runtime.Own;

/// <summary>Akka.NET reads an included file that is cut short without a word.</summary>
public sealed class SettingsIncludeOwnSpec
{
    [Fact]
    public void A_mistake_in_an_included_file_is_told_with_both_files()
    {
        using var folder = new TemporaryDirectory();
        var path = Path.Combine(folder.Path, "akka.hocon");
        File.WriteAllText(Path.Combine(folder.Path, "limits.hocon"), "permits = ");
        var text = new ConfigurationText(path, "storagex.uploads { include \"limits.hocon\" }");
        Should.Throw<SettingsException>(() => SettingsReader.Read([text, SettingsFiles.BuiltIn()], new Dictionary<string, StorageX.Backends.BackendSettings>()))
            .Message.ShouldStartWith(path + ": ");
    }
}
