using System.CommandLine;
using System.CommandLine.Parsing;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli.Parsing;

/// <summary>Where a command line may have names that are no UTF-8.</summary>
internal static class ForeignArguments
{
    private static readonly string[] WithFiles = ["upload", "download"];

    /// <summary>What is wrong with such a name on a command line, or with the directory that it is given in; null for nothing.</summary>
    public static string? Describe(ParseResult parsed, ForeignNames names)
    {
        foreach (var name in names.All)
        {
            if (!IsPath(parsed, name))
                return $"{name.Shown}: is not UTF-8; such names can be those of files to upload, directories to download to, key files behind '@' and configuration files, and nothing else";
            if (!name.IsThere)
                return $"{name.Shown}: its name is not UTF-8, and nothing of that name is there; what is to be made needs a name in UTF-8";
        }

        return IsLost(parsed)
            ? "the name of the current directory is not UTF-8, so that nothing can be named as seen from it; give the file's full path, or go to another directory"
            : null;
    }

    private static bool IsPath(ParseResult parsed, ForeignName name) =>
        HasFile(parsed) && FileOf(parsed) is { } file && Begins(file, name)
        || parsed.GetResult("--config") is OptionResult { Tokens: [{ Value: var config }] } && Begins(config, name)
        || parsed.CommandResult.Children.OfType<ArgumentResult>().Any(argument => argument.Argument.Name == "key" && argument.Tokens is [{ Value: ['@', .. var key] }] && Begins(key, name));

    private static bool Begins(string path, ForeignName name) => path == name.StandIn || path.StartsWith(name.StandIn + '/', StringComparison.Ordinal);

    private static bool IsLost(ParseResult parsed) => HasFile(parsed) && FileOf(parsed) is var file && file != "-"
        && !(file is not null && Path.IsPathFullyQualified(file)) && Directory.GetCurrentDirectory() is var here && here.Contains('\ufffd') && !Directory.Exists(here);

    private static bool HasFile(ParseResult parsed) => WithFiles.Contains(parsed.CommandResult.Command.Name);

    private static string? FileOf(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().FirstOrDefault(argument => argument.Argument.Name == "file") is { Tokens: [{ Value: var file }] } ? file : null;
}
