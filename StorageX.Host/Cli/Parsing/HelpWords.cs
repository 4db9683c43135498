namespace StorageX.Host.Cli.Parsing;

/// <summary>The ways to ask for help that are no option: nothing at all, and the word <c>help</c> with or without a command behind it.</summary>
internal static class HelpWords
{
    private const string Option = "--help";

    /// <summary>A command line with the option in their place.</summary>
    public static IReadOnlyList<string> Read(IReadOnlyList<string> args) => args switch
    {
        [] => [Option],
        ["help", ..] => [.. args.Skip(1), Option],
        _ => args,
    };
}
