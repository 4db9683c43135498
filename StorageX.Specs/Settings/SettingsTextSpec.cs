using System.Text.RegularExpressions;
using Shouldly;
using StorageX.Host.Contract;
using StorageX.Settings;
using Xunit;

namespace StorageX.Specs.Settings;

/// <summary>The text of akka.hocon against the code that reads it.</summary>
public sealed partial class SettingsTextSpec
{
    private static readonly string[] Lines = [.. SettingsFiles.BuiltIn().Hocon.Split('\n').TakeWhile(line => !line.StartsWith("akka {", StringComparison.Ordinal))];

    /// <summary>All but the path, which may be any text; another spec sets it.</summary>
    public static TheoryData<string> Settings => [.. Paths().Where(path => !path.EndsWith(".path", StringComparison.Ordinal))];

    [Fact]
    public void There_are_settings_to_check() => Settings.Count.ShouldBeGreaterThan(20);

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_in_akka_hocon_is_read(string path) =>
        Should.Throw<SettingsException>(() => DaemonSettings.Of(WholeSettings.Parse($"{path} = nonsense"))).Message.ShouldStartWith(path);

    [Fact]
    public void Every_setting_has_a_comment_above_it_or_above_its_group()
    {
        for (var index = 1; index < Lines.Length; index++)
        {
            if (!Setting().IsMatch(Lines[index]))
                continue;
            var above = Lines[..index].Reverse().TakeWhile(line => line.Trim().Length > 0 && !line.TrimEnd().EndsWith('}'));
            (above.Any(line => line.TrimStart().StartsWith('#')) || InGroupThatIsExplainedBefore(index)).ShouldBeTrue(Lines[index]);
        }
    }

    [GeneratedRegex(@"^\s*(?<name>[a-z-]+) = ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"^\s*(?<name>[a-z-]+) \{$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Section();

    private static bool InGroupThatIsExplainedBefore(int index) =>
        Lines[..index].Reverse().SkipWhile(line => !Section().IsMatch(line)).Skip(1).Any(line => line.TrimStart().StartsWith('#'));

    private static IEnumerable<string> Paths()
    {
        var sections = new Stack<string>();
        foreach (var line in Lines)
        {
            if (Section().Match(line) is { Success: true } section)
                sections.Push(section.Groups["name"].Value);
            else if (line.Trim() == "}")
                sections.Pop();
            else if (Setting().Match(line) is { Success: true } setting)
                yield return string.Join('.', sections.Reverse().Append(setting.Groups["name"].Value));
        }
    }
}
