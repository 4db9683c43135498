using Shouldly;
using Xunit;

namespace StorageX.Specs;

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

    private StorageXSettings Read(string text) =>
        SettingsReader.Read([new ConfigurationText(Path.Combine(_directory, "akka.hocon"), text), SettingsFiles.BuiltIn()], new Dictionary<string, StorageX.Backends.BackendSettings>());

    private void Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
