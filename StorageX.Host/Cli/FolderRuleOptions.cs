using System.CommandLine;

namespace StorageX.Host.Cli;

/// <summary>What of a folder is stored.</summary>
internal sealed class FolderRuleOptions
{
    private readonly Option<string[]> _exclude = Patterns("--exclude", "Leave out what a pattern fits, as in git's ignore files; may be given again");
    private readonly Option<string[]> _include = Patterns("--include", "Take in again what a pattern fits; may be given again");
    private readonly Option<string[]> _excludeFrom = new("--exclude-from") { Description = "A file with patterns, a line each, as .gitignore; may be given again", HelpName = "FILE" };
    private readonly Option<bool> _excludeCaches = new("--exclude-caches") { Description = "Leave out what is in folders with a CACHEDIR.TAG" };
    private readonly Option<bool> _oneFileSystem = new("--one-file-system") { Description = "Leave out what is on other file systems than the folder" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be stored" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _exclude, _include, _excludeFrom, _excludeCaches, _oneFileSystem, _dryRun })
            command.Add(option);
    }

    /// <summary>One of the options that was given; null where none was.</summary>
    public string? Given(ParseResult parsed) =>
        new Option[] { _exclude, _include, _excludeFrom, _excludeCaches, _oneFileSystem, _dryRun }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>Whether nothing is stored.</summary>
    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    /// <summary>What the command line asks for.</summary>
    public FolderUploadOptions Read(ParseResult parsed, UploadOptions upload) => new()
    {
        Upload = upload,
        Rules = parsed.GetValue(_exclude) ?? [],
        Include = parsed.GetValue(_include) ?? [],
        RuleFiles = parsed.GetValue(_excludeFrom) ?? [],
        ExcludeCaches = parsed.GetValue(_excludeCaches),
        OneFileSystem = parsed.GetValue(_oneFileSystem),
    };

    private static Option<string[]> Patterns(string name, string description) => new(name) { Description = description, HelpName = "PATTERN" };
}
