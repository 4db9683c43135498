using System.Text;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Http;
using StorageX.Pacing;
using StorageX.Settings;
using StorageX.Settings.Hocon;
using StorageX.Specs.Settings.Hocon;

namespace StorageX.Specs.Fuzzing;

/// <summary>What stands in configuration files.</summary>
internal static class SettingsTargets
{
    private static readonly string[] Files = ["valid.txt", "valid-own.txt", "invalid.txt"];
    private static readonly string[] Words = ["${a}", "${?b}", "${a.b}", "${c", "+=", "\"\"\"", "\\u00", "null", "true", "a.b.c", "a = ${a} 1", "[1, 2]", "{ a = 1 }", "include \"x\"", "\ufffe"];

    public static FuzzTarget Hocon()
    {
        var seeds = Files.SelectMany(HoconCorpus.Read).Select(item => Encoding.UTF8.GetBytes(item.Text)).Where(text => text.Length is > 0 and < 4000).ToArray();
        return FormatTargets.Of<HoconException>("hocon", new Mutations(seeds, Words).Next, bytes =>
        {
            var config = HoconConfig.Parse(Encoding.UTF8.GetString(bytes), _ => null);
            var printed = config.ToString();
            HoconConfig.Parse(printed).ToString().ShouldBe(printed);
        });
    }

    public static FuzzTarget Settings()
    {
        var seeds = FuzzTargets.Corpus("fuzz", "settings");
        return FormatTargets.Of<SettingsException>("settings", new Mutations(seeds, "type = s3", "type = http", "type = webdav", "type = directory", "max-bytes = 1GB", "url = \"http://[::1]\"", "20/1h", "budgets = [\"1/1d\"]").Next, bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            _ = (ByteSize.Parse(text), ImageBudget.Parse(text), TimeSpanText.Parse(text, TimeSpan.FromDays(7)), HostRule.TryParse(text, out _), HoconScalars.Duration(text));
            // What it could read from files is the files' own.
            if (text.Contains("include", StringComparison.OrdinalIgnoreCase))
                return;
            foreach (var (name, backend) in StorageXSettings.Parse(text).Backends)
                Survive(name, backend);
        });
    }

    private static void Survive(string name, BackendSettings settings)
    {
        _ = (settings.Place, settings.Type, settings.Facts.Count);
        try
        {
            var backend = settings.Make(name);
            _ = (backend.Owns("https://x.example/a.png"), backend.Properties);
            backend.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (SettingsException)
        {
            // Told when it is used.
        }
    }
}
