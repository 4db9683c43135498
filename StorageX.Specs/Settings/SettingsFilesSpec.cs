using Shouldly;
using StorageX.Backends;
using StorageX.Settings;
using Xunit;

namespace StorageX.Specs.Settings;

/// <summary>Specs that change the environment run one after another, and beside no other.</summary>
[CollectionDefinition(nameof(EnvironmentCollection), DisableParallelization = true)]
public sealed class EnvironmentCollection;

[Collection(nameof(EnvironmentCollection))]
public sealed class SettingsFilesSpec : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, string?> _before = [];

    public SettingsFilesSpec()
    {
        Set("XDG_CONFIG_HOME", _directory["config"]);
        Set("XDG_DATA_HOME", null);
        Set("STORAGEX_CONFIG", null);
        Directory.CreateDirectory(_directory["config", "storagex"]);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
        _directory.Dispose();
    }

    [Fact]
    public void Without_any_file_the_defaults_count() => Width().ShouldBe(1024);

    [Fact]
    public void Each_place_wins_over_those_before_it()
    {
        UserFile("storagex { piece { width = 101, height = 201 }\n uploads.permits = 301, downloads.permits = 401 }");
        Set("STORAGEX_CONFIG", Write("variable", "storagex { piece { width = 102, height = 202 }\n uploads.permits = 302 }"));
        var settings = StorageXSettings.Load(Write("option", "storagex.piece.width = 103"));
        (settings.PieceWidth, settings.PieceHeight, settings.Uploads.Permits, settings.Downloads.Permits).ShouldBe((103, 202, 302, 401));
        settings.Transfers.Credits.ShouldBe(8);
    }

    [Fact]
    public void The_places_stand_in_their_order_and_the_built_in_text_is_the_last()
    {
        UserFile("");
        Set("STORAGEX_CONFIG", Write("variable", ""));
        var sources = SettingsFiles.Find(Write("option", "")).Select(text => text.Source).ToList();
        sources[..3].ShouldBe([_directory["option"], _directory["variable"], _directory["config", "storagex", "akka.hocon"]]);
        sources[^1].ShouldBe("the built-in akka.hocon");
        sources[3..^1].ShouldBeSubsetOf([Path.Combine(AppContext.BaseDirectory, "akka.hocon")]);
    }

    [Fact]
    public void A_file_that_was_named_must_be_there()
    {
        Should.Throw<SettingsException>(() => StorageXSettings.Load(_directory["no"])).Message.ShouldStartWith($"{_directory["no"]}: this file, named by --config, cannot be read");
        Set("STORAGEX_CONFIG", _directory["no"]);
        Should.Throw<SettingsException>(() => StorageXSettings.Load()).Message.ShouldStartWith($"{_directory["no"]}: this file, named by $STORAGEX_CONFIG, cannot be read");
        Should.Throw<SettingsException>(() => StorageXSettings.Load(_directory.Path)).Message.ShouldStartWith(_directory.Path);
        Should.Throw<SettingsException>(() => StorageXSettings.Load("")).Message.ShouldContain("--config");
    }

    [Fact]
    public void A_file_that_is_not_hocon_is_named()
    {
        UserFile("@ = 1");
        Should.Throw<SettingsException>(() => StorageXSettings.Load()).Message.ShouldStartWith(_directory["config", "storagex", "akka.hocon"]);
    }

    [Fact]
    public void A_variable_of_the_environment_gives_a_value_and_leaves_it_alone_when_it_is_not_set()
    {
        const string hocon = "storagex.backends.directory.path = ${?STORAGEX_SPEC_PATH}";
        Set("STORAGEX_SPEC_PATH", null);
        StorageXSettings.Parse(hocon).Backends["directory"].ShouldBeOfType<DirectorySettings>().Path.ShouldBe("");
        Set("STORAGEX_SPEC_PATH", "/from the/environment");
        StorageXSettings.Parse(hocon).Backends["directory"].ShouldBeOfType<DirectorySettings>().Path.ShouldBe("/from the/environment");
    }

    [Fact]
    public void Images_are_kept_where_the_xdg_specification_says()
    {
        Set("XDG_DATA_HOME", _directory["data"]);
        SettingsFiles.DefaultImages().ShouldBe(_directory["data", "storagex", "images"]);
        var underHome = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/share", "storagex", "images");
        foreach (var ignored in new[] { "relative", "", null })
        {
            Set("XDG_DATA_HOME", ignored);
            SettingsFiles.DefaultImages().ShouldBe(underHome);
        }
    }

    private static int Width() => StorageXSettings.Load().PieceWidth;

    private string Write(string name, string hocon) => _directory.Write(name, System.Text.Encoding.UTF8.GetBytes(hocon));

    private void UserFile(string hocon) => Write(Path.Combine("config", "storagex", "akka.hocon"), hocon);

    private void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}
