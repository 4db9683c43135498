using System.CommandLine;
using System.CommandLine.Parsing;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli.Parsing;

/// <summary>Says in one line what a command line gets wrong, and where its help is.</summary>
internal static class UsageText
{
    /// <summary>
    /// What is wrong with <paramref name="parsed"/>; null when it can run. The parser takes an unknown option for an
    /// argument where one is free; here it is an error, because a mistyped option must never become a file name.
    /// </summary>
    public static Failure? Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = PathOf(command);
        return What(parsed, name) is { } what ? Failure.Usage($"{what}; see '{name} --help'") : null;
    }

    private static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "storagex";

    private static string? What(ParseResult parsed, string name)
    {
        var commands = parsed.CommandResult.Command.Subcommands.Where(command => !command.Hidden).Select(command => command.Name).ToList();
        if (MistakenOption(parsed) is { } option)
            return $"'{option}' is not an option" + Suggestion(option, OptionNames(parsed.CommandResult.Command));
        if (parsed.Errors.Count == 0)
            return null;
        if (parsed.UnmatchedTokens is [var word, ..])
            return commands.Count > 0 ? $"'{word}' is not a command" + Suggestion(word, commands) : $"'{word}' is one argument too many";
        if (parsed.CommandResult.Command is RootCommand && parsed.Tokens.Count == 0)
            return "no command given";
        if (commands.Count > 0)
            return $"{name} needs a command: {string.Join(", ", commands)}";
        return parsed.Errors[0].SymbolResult is ArgumentResult { Tokens.Count: 0 } missing
            ? $"{parsed.CommandResult.Command.Name} needs a {missing.Argument.Name}"
            : OnOneLine(parsed.Errors[0].Message);
    }

    private static string? MistakenOption(ParseResult parsed)
    {
        var plain = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        return parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Where(plain.Contains)
            .Select(token => token.Value).Concat(parsed.UnmatchedTokens).FirstOrDefault(value => value.StartsWith('-') && value.Length > 1);
    }

    private static IEnumerable<string> OptionNames(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options)).Select(option => option.Name);

    private static string Suggestion(string word, IEnumerable<string> known) =>
        Spelling.Nearest(word, known) is { } near ? $" (did you mean '{near}'?)" : "";

    private static string OnOneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
