using Shouldly;
using StorageX.Settings;
using Xunit;

namespace StorageX.Specs.Settings;

public sealed class SettingsIncludeSpec : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("settings").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_configuration_includes_a_file_beside_it_and_that_one_another()
    {
        Write("hosts/limits.hocon", "permits = 7");
        Write("hosts/all.hocon", "uploads { include \"limits.hocon\" }");
        Read("storagex { include \"hosts/all.hocon\" }").Uploads.Permits.ShouldBe(7);
    }

    [Fact]
    public void A_mistake_in_an_included_file_is_told_with_both_files()
    {
        Write("limits.hocon", "permits = ");
        Should.Throw<SettingsException>(() => Read("storagex.uploads { include \"limits.hocon\" }")).Message
            .ShouldBe($"{Path.Combine(_directory, "akka.hocon")}: limits.hocon: line 1, column 11: expected a value, found the end of the text");
    }

    [Fact]
    public void A_file_to_include_that_is_missing_is_told_where_it_is_required_and_else_includes_nothing()
    {
        Read("storagex.uploads { include \"none.hocon\", permits = 7 }").Uploads.Permits.ShouldBe(7);
        Should.Throw<SettingsException>(() => Read("storagex.uploads {\n  include required(\"none.hocon\") }")).Message
            .ShouldEndWith(": line 2, column 3: expected a file \"none.hocon\" to include, found none");
    }

    private StorageXSettings Read(string text) =>
        StorageXSettings.Read([new ConfigurationText(Path.Combine(_directory, "akka.hocon"), text), SettingsFiles.BuiltIn()], new Dictionary<string, StorageX.Backends.BackendSettings>());

    private void Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
