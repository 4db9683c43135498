using Shouldly;
using StorageX.Folders;
using Xunit;

namespace StorageX.Specs.Folders;

/// <summary>Rules beside the real git's.</summary>
public sealed class GitIgnoreSpec : IDisposable
{
    private static readonly string[] Paths =
    [
        "a", "b.o", "keep.o", "!z", "#h", "sp ", "tr", "a*b", "a[b", "a]b", "axb", "axxb", "ab", "-", "^", "5q", "Q", "a\\b", "foobar", ".hidden",
        "d/", "d/a", "d/b.o", "d/e/", "d/e/a", "d/e/f/", "d/e/f/a", "d/e/f/b.o", "d/keep.o", "d/e/axb", "d/empty/",
        "foo/", "foo/bar", "foo/baz/", "foo/baz/bar", "foo/baz/bar.o", "x/", "x/foo/", "x/foo/bar", "x/foo/d/", "x/foo/d/e", "x/d/", "x/d/a", "x/d/e/", "x/d/e/a",
    ];

    private readonly GitRepository _git = new();

    public GitIgnoreSpec()
    {
        foreach (var path in Paths)
            _git.Make(path);
    }

    public void Dispose() => _git.Dispose();

    [GitFact]
    public void Every_kind_of_pattern_means_what_it_means_to_git()
    {
        string[] patterns =
        [
            "a", "/a", "a/", "*.o", "/*.o", "d/*.o", "d/**/*.o", "**/a", "**/d/a", "d/**", "d/*", "d/**/", "**", "/**", "**/", "***/a", "*", "?", "??", "/*/", "*/*", "*/*/*",
            "d/**/a", "d/**/e/**/a", "**/foo/**", "**/e/**/f", "x/**/e/a", "**/**/a", "d/**/**/a", "a**b", "d/**e", "d/e/", "d/e/f", "e/f", "/e/f", "//a", "d//a",
            "\\!z", "\\#h", "#h", "sp\\ ", "sp ", "tr  ", "tr\\", "  ", "a\\*b", "a\\[b", "a[[]b", "a[]]b", "a\\\\b", "a[\\\\]b", "\\a", "a\\xb",
            "[ab]", "[!a]", "[^a]", "[a-c]xb", "[!a-c]", "[a-]", "[-a]", "[a-c-]", "[]-]", "[!]]", "[\\^]", "[^-]", "[[:digit:]]q", "[[:upper:]]", "[![:alpha:]]", "[[:alpha:][:digit:]]q", "[[:]", "[[:a]",
            ".*", "*.*", ".hidden", "?hidden", "*b", "a*", "*a*b", "a*x*b", "foo?bar", "foo[!x]bar", "foo/[b]ar", "d/e/a?b", "d/e/a[x]b", "foob*", "*/bar", "keep.*", "q", "Q", "d/?", "[d]/a", "\\d/a", "d[/]a",
        ];
        foreach (var pattern in patterns)
            Compare([pattern]);
    }

    [GitFact]
    public void The_last_rule_that_matches_counts_as_it_does_to_git()
    {
        Compare(["*.o", "!keep.o"]);
        Compare(["!keep.o", "*.o"]);
        Compare(["d/", "!d/keep.o"]);
        Compare(["d/*", "!d/e", "d/e/*", "!d/e/f/"]);
        Compare(["/*", "!/foo", "/foo/*", "!/foo/baz"]);
        Compare(["\uFEFFa", "# a comment", "", "!b.o\r", "tr \r"]);
        Compare(["!!z", "*", "!*/", "!*.o"]);
    }

    [GitFact]
    public void Hundreds_of_generated_rules_mean_what_they_mean_to_git()
    {
        string[] parts = ["a", "b", "d", "e", "f", "foo", "bar", "x", "*", "?", "**", "*.o", "[a-e]", "[!a]", "\\a", "?o*", "b*", "*a", "[[:lower:]]"];
        var random = new Random(1);
        for (var round = 0; round < 400; round++)
        {
            Compare([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
            {
                var names = Enumerable.Range(0, random.Next(1, 5)).Select(_ => parts[random.Next(parts.Length)] + (random.Next(6) == 0 ? parts[random.Next(8)] : ""));
                return (random.Next(4) == 0 ? "!" : "") + (random.Next(4) == 0 ? "/" : "") + string.Join('/', names) + (random.Next(4) == 0 ? "/" : "");
            })]);
        }
    }

    private void Compare(string[] lines)
    {
        var rules = new PathRules(PathRule.FromLines(lines.Where(line => !IsRefused(line)), "rules"));
        var left = Paths.Where(path => IsLeftOut(rules, path)).Order(StringComparer.Ordinal);
        var ignored = _git.Ignored(string.Join('\n', lines), Paths.Select(path => path.TrimEnd('/'))).Order(StringComparer.Ordinal);
        left.Select(path => path.TrimEnd('/')).ShouldBe(ignored, $"rules: {string.Join("  |  ", lines)}");
    }

    /// <summary>As somebody who walks finds it: nothing below a folder that is left out is looked at.</summary>
    private static bool IsLeftOut(PathRules rules, string path)
    {
        var name = path.TrimEnd('/');
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            if (rules.Excludes(name.AsSpan(0, slash), isDirectory: true))
                return true;
        }

        return rules.Excludes(name, path.EndsWith('/'));
    }

    // git takes what is no pattern for one that matches nothing.
    private static bool IsRefused(string line)
    {
        try
        {
            return PathRule.FromLines([line], "rules").Count < 0;
        }
        catch (SettingsException)
        {
            return true;
        }
    }
}
