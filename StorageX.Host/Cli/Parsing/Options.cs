using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using StorageX.Pacing;

namespace StorageX.Host.Cli.Parsing;

/// <summary>The options that several commands share, and how options are made.</summary>
internal static class Options
{
    private const string JsonName = "--json";
    private const string ConfigName = "--config";

    /// <summary>Another configuration file, read after all others.</summary>
    public static Option<string> Config() => new(ConfigName)
    {
        Description = "A configuration file to read after the others",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>JSON lines instead of text.</summary>
    public static Option<bool> Json() => new(JsonName) { Description = "Write events as JSON lines to standard output" };

    /// <summary>Errors only.</summary>
    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Show no progress" };

    /// <summary>The key that a command needs.</summary>
    public static Argument<string> Key() => new("key") { Description = "The key, or its number in history; @FILE reads it from a file, @- from standard input" };

    /// <summary>The keys that a command needs, one or more.</summary>
    public static Argument<string[]> Keys() => new("key") { Description = "The key, or its number in history; several may follow", Arity = ArgumentArity.OneOrMore };

    /// <summary>A text that may be left out.</summary>
    public static Option<string> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };

    /// <summary>A text of some kind that may be left out.</summary>
    /// <param name="name">The option.</param>
    /// <param name="helpName">What stands for the text in the help.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="fits">Whether a text is of that kind.</param>
    /// <param name="takes">The kind, for who gives another: "a size such as 500K".</param>
    /// <param name="more">What else he should know.</param>
    public static Option<string> Text(string name, string helpName, string description, Func<string, bool> fits, string takes, string more = "")
    {
        var option = Text(name, helpName, description);
        option.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var text }] && !fits(text))
                given.AddError($"{name} takes {takes}, not '{text}'{more}");
        });
        return option;
    }

    /// <summary>A whole number within limits that may be left out.</summary>
    public static Option<int?> Number(string name, int least, int most, string description, bool signed = false)
    {
        var option = new Option<int?>(name) { Description = $"{description}, {least} to {most}", HelpName = "N" };
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, signed ? NumberStyles.AllowLeadingSign : NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return number;
            result.AddError($"{name} takes a whole number from {least} to {most}, not '{text}'");
            return null;
        };
        return option;
    }

    /// <summary>The number of something that a daemon keeps.</summary>
    /// <param name="thing">What it is the number of: "job".</param>
    public static Argument<long> Id(string thing) => new("id")
    {
        Description = $"The {thing}'s number",
        CustomParser = result => ReadId(result, thing) ?? 0,
    };

    /// <summary>The same as an option that may be left out.</summary>
    public static Option<long?> Id(string name, string thing, string description) => new(name)
    {
        Description = description,
        HelpName = "ID",
        CustomParser = result => ReadId(result, thing),
    };

    private static long? ReadId(ArgumentResult result, string thing)
    {
        var text = result.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        result.AddError($"'{text}' is not the number of a {thing}; 'storagex {thing} list' shows them");
        return null;
    }

    /// <summary>A limit on bytes a second that may be left out.</summary>
    public static Option<string> LimitRate() => Text(
        "--limit-rate", "RATE", "Bytes a second at most, on average: 500K, 2MB, or a timetable such as \"08:00,512K 18:00,off\"",
        text => RateSchedule.Parse(text) is not null, "a rate such as 500K or 2MB, a timetable such as \"08:00,512K 18:00,off\", or off");

    /// <summary>Whether the command line asks for JSON lines.</summary>
    public static bool WantsJson(ParseResult parsed) => parsed.GetResult(JsonName) is OptionResult { Implicit: false };

    /// <summary>The configuration file that the command line names, if any.</summary>
    public static string? ConfigFile(ParseResult parsed) => parsed.GetValue<string?>(ConfigName);
}
